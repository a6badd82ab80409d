"""What allauth says, in formal German; keys as in its adapters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

error_texts = {
    "account_inactive": _("Dieses Konto ist nicht aktiv."),
    "cannot_remove_primary_email": _("Diese Adresse ist Ihre Hauptadresse und kann nicht entfernt werden."),
    "duplicate_email": _("Diese E-Mail-Adresse gehört schon zu Ihrem Konto."),
    "email_password_mismatch": _("E-Mail-Adresse oder Passwort stimmen nicht."),
    "email_taken": _("Mit dieser E-Mail-Adresse gibt es schon ein Konto."),
    "enter_current_password": _("Bitte geben Sie Ihr bisheriges Passwort ein."),
    "incorrect_code": _("Dieser Code stimmt nicht."),
    "incorrect_password": _("Dieses Passwort stimmt nicht."),
    "invalid_or_expired_key": _("Dieser Code ist ungültig oder abgelaufen."),
    "invalid_login": _("Diese Anmeldung ist ungültig."),
    "invalid_password_reset": _("Dieser Code ist ungültig oder abgelaufen."),
    "max_email_addresses": _("Mehr als %d E-Mail-Adressen sind nicht möglich."),
    "too_many_login_attempts": _("Zu viele Versuche. Bitte warten Sie einige Minuten."),
    "unknown_email": _("Zu dieser E-Mail-Adresse gibt es kein Konto."),
    "unverified_primary_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    "select_only_one": _("Bitte wählen Sie nur eines aus."),
    "same_as_current": _("Das ist Ihre bisherige Angabe. Bitte geben Sie eine andere ein."),
    "rate_limited": _("Zu viele Versuche in kurzer Zeit. Bitte warten Sie einen Moment."),
}

mfa_error_texts = {
    "add_email_blocked": _("Mit zweitem Faktor ist keine weitere E-Mail-Adresse möglich."),
    "cannot_delete_authenticator": _("Der zweite Faktor lässt sich nicht abschalten."),
    "cannot_generate_recovery_codes": _("Notfallcodes gibt es erst, wenn ein zweiter Faktor eingerichtet ist."),
    "incorrect_code": _("Dieser Code stimmt nicht."),
    "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
}

PASSWORD_HINT = _("Mindestens zehn Zeichen. Ein kurzer Satz ist leicht zu merken und schwer zu erraten.")

# field name → label, hint
labels = {
    "login": (_("E-Mail-Adresse"), ""),
    "email": (_("E-Mail-Adresse"), ""),
    "password": (_("Passwort"), ""),
    "remember": (_("Auf diesem Gerät angemeldet bleiben"), _("Nicht auf Geräten, die auch andere benutzen.")),
    "oldpassword": (_("Bisheriges Passwort"), ""),
    "password1": (_("Neues Passwort"), PASSWORD_HINT),
    "password2": (_("Neues Passwort, noch einmal"), ""),
    "code": (_("Code"), ""),
    "name": (_("Name dieses Passkeys"), _("Zum Beispiel „Telefon“ oder „Schlüssel am Bund“.")),
    "passwordless": (
        _("Zum Anmelden ohne Passwort verwenden"),
        _("Das Gerät prüft dann Fingerabdruck, Gesicht oder PIN. Ohne Haken dient er als zweiter Faktor."),
    ),
}
