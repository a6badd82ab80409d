"""What happened to offers and sign-ups, in the words of the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    # Sign-ups
    "volunteering.ask": _("Anmeldung ohne Konto begonnen, noch nicht bestätigt"),
    "volunteering.sign_up": _("Zu einem Einsatz angemeldet"),
    "volunteering.consent": _("Eltern sind einverstanden"),
    "volunteering.offer_place": _("Freien Platz angeboten"),
    "volunteering.accept": _("Angebotenen Platz angenommen"),
    "volunteering.resize": _("Zahl der Personen einer Anmeldung geändert"),
    "volunteering.name_others": _("Namen einer Gruppe angegeben"),
    "volunteering.end": _("Anmeldung beendet"),
    "volunteering.attendance": _("Anwesenheit eingetragen"),
    "volunteering.remind": _("An einen Einsatz erinnert"),
    "volunteering.ask_request": _("Gesuch ohne Konto geschrieben, noch nicht bestätigt"),
    "volunteering.forget": _("Angaben von Freiwilligen gelöscht"),
    # Offers and shifts
    "volunteering.create_offer": _("Angebot angelegt"),
    "volunteering.update_offer": _("Angebot geändert"),
    "volunteering.submit_offer": _("Angebot zur Freigabe vorgelegt"),
    "volunteering.publish_offer": _("Angebot veröffentlicht"),
    "volunteering.refuse_offer": _("Angebot nicht freigegeben"),
    "volunteering.withdraw_offer": _("Angebot zurückgezogen"),
    "volunteering.move_offers": _("Angebote sind mit ihrem Verein in eine andere Stadt gewechselt"),
    "volunteering.confirm_offer": _("Angebot als aktuell bestätigt"),
    "volunteering.ask_whether_true": _("Gefragt, ob das Angebot noch stimmt"),
    "volunteering.hide_offer": _("Angebot einer anderen Stadt ausgeblendet"),
    "volunteering.show_offer": _("Angebot einer anderen Stadt wieder gezeigt"),
    "volunteering.block_offer": _("Angebot durch die Moderation gesperrt"),
    "volunteering.unblock_offer": _("Sperre eines Angebots aufgehoben"),
    "volunteering.add_shift": _("Einsatz angelegt"),
    "volunteering.repeat_shift": _("Einsatz wiederholt"),
    "volunteering.change_shift": _("Einsatz geändert"),
    "volunteering.capacity": _("Zahl der Plätze geändert"),
    "volunteering.cancel_shift": _("Einsatz abgesagt"),
    "volunteering.question": _("Nachricht zu einem Angebot geschrieben"),
    # Saved searches
    "volunteering.ask_search": _("Gespeicherte Suche ohne Konto begonnen, noch nicht bestätigt"),
    "volunteering.save_search": _("Suche gespeichert"),
    "volunteering.renew_search": _("Gespeicherte Suche verlängert"),
    "volunteering.end_search": _("Gespeicherte Suche gelöscht"),
    # Desks
    "volunteering.message": _("Nachricht an die Angemeldeten geschrieben"),
    "volunteering.export_people": _("Liste der Angemeldeten ausgegeben"),
    "volunteering.note_check": _("Einsicht in ein Führungszeugnis vermerkt"),
    "volunteering.forget_check": _("Vermerk zum Führungszeugnis gelöscht"),
}
