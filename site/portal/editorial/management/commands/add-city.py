from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scopes_disabled

from portal.cities.models import City
from portal.editorial.actions import open_portal
from portal.editorial.forms import AddCityForm, bounds
from themes.catalogue import CATALOGUE, NEUTRAL


class Command(BaseCommand):
    help = (
        "Macht ein vollständiges Portal: Stadt, Rechnername, Seitenbaum mit Pflichtseiten, Sammlung, Gruppen mit "
        "Rechten und Gestaltung. Mit --alliance das Portal der Allianz, auf dessen Rechner sich alle anmelden; es "
        "kommt zuerst."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Name der Stadt, zum Beispiel Bühl")
        parser.add_argument("--slug", required=True, help="Kürzel, zum Beispiel buehl")
        parser.add_argument("--hostname", required=True, help="Rechnername, zum Beispiel portal.stadt.example")
        parser.add_argument("--ags", default="", help="Amtlicher Gemeindeschlüssel, acht Ziffern")
        parser.add_argument("--latitude", required=True, help="Breite der Ortsmitte in Grad (WGS 84)")
        parser.add_argument("--longitude", required=True, help="Länge der Ortsmitte in Grad (WGS 84)")
        parser.add_argument("--portal-name", default="", help="Vorgabe: „Stadt <Name>“")
        parser.add_argument("--postcodes", default="", help="Postleitzahlen, mit Komma getrennt")
        parser.add_argument("--email", default="", help="E-Mail der Stadt, steht im Fuß und im Impressum")
        parser.add_argument("--theme", default=NEUTRAL, choices=sorted(CATALOGUE), help="Gestaltung")
        parser.add_argument("--admin", default="", help="E-Mail der ersten Person, die alle weiteren beruft")
        parser.add_argument("--alliance", action="store_true", help="das Portal der Allianz")

    def handle(self, *args: Any, **options: Any) -> None:
        alliance = options["alliance"]
        given = {
            name: options[name]
            for name in ("name", "slug", "hostname", "ags", "latitude", "longitude", "postcodes", "email")
        }
        given |= {
            "portal_name": options["portal_name"] or (given["name"] if alliance else f"Stadt {given['name']}"),
            "theme_key": options["theme"],
            "admin_email": options["admin"],
        }
        with scopes_disabled():
            form = AddCityForm({**given, "capabilities": AddCityForm().fields["capabilities"].initial})
            form.instance.kind = City.Kind.ALLIANCE if alliance else City.Kind.CITY
            form.fields["ags"].required = not alliance
            if not form.is_valid():
                raise CommandError(_lines(form.errors))
            fields = {**form.cleaned_data}
            hostname, first = fields.pop("hostname"), fields.pop("admin_email")
            fields |= bounds(fields["latitude"], fields["longitude"])
            if alliance:
                fields |= {"kind": City.Kind.ALLIANCE, "ags": None}
            try:
                city = open_portal(hostname=hostname, first=first, actor=None, **fields)
            except ValidationError as error:
                raise CommandError("\n".join(error.messages)) from None
        self.stdout.write(self.style.SUCCESS(f"Das Portal „{city.portal_name}“ steht unter {hostname}."))


def _lines(errors: Any) -> str:
    return "\n".join(f"{name}: {message}" for name, messages in errors.items() for message in messages)
