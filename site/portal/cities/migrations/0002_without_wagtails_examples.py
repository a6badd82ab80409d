"""Wagtail's own first migration makes a default site, a welcome page and two groups that may edit everything.

A default site would answer for unknown hosts, and those groups know no city: both go before the first portal comes.
"""

from django.db import migrations


def remove_examples(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    apps.get_model("wagtailcore", "Site").objects.filter(is_default_site=True).delete()
    gone, _rows = Page.objects.filter(path="00010001", slug="home").delete()
    if gone:
        Page.objects.filter(path="0001", numchild__gt=0).update(numchild=0)
    apps.get_model("auth", "Group").objects.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        # Wagtail's later migrations give rights to the two groups: they must have run
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtaildocs", "0006_copy_document_permissions_to_collections"),
        ("wagtailimages", "0009_capitalizeverbose"),
    ]

    operations = [migrations.RunPython(remove_examples, migrations.RunPython.noop)]
