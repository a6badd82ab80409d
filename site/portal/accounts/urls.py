"""German addresses for allauth's views: an allow-list. What is not named here does not exist.

Every page of the sign-in host redirects there from other hosts; sign-in, its way back and sign-out exist everywhere.
"""

from allauth.account import views as account
from allauth.idp.oidc import views as provider_views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from . import provider, views
from .places import on_signin_host


def _closed(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A name that allauth reverses but that we do not offer."""
    from django.http import Http404

    raise Http404


oidc = [
    path(".well-known/openid-configuration", on_signin_host(provider_views.configuration), name="configuration"),
    path(".well-known/jwks.json", on_signin_host(provider_views.jwks), name="jwks"),
    path("oidc/authorize", on_signin_host(provider.authorize), name="authorization"),
    path("oidc/token", on_signin_host(provider_views.token), name="token"),
    path("oidc/revoke", on_signin_host(provider_views.revoke), name="revoke"),
    path("oidc/userinfo", _closed, name="userinfo"),
    path("oidc/device", _closed, name="device_authorization"),
    path("oidc/device/code", _closed, name="device_code"),
    path("oidc/logout", _closed, name="logout"),
]

pages = [
    ("anmelden/code/", account.request_login_code, "account_request_login_code"),
    ("anmelden/code/eingeben/", account.confirm_login_code, "account_confirm_login_code"),
    ("anmelden/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    ("anmelden/zweiter-faktor/", mfa.authenticate, "mfa_authenticate"),
    ("registrieren/", account.signup, "account_signup"),
    ("registrieren/passkey/", account.signup_by_passkey, "account_signup_by_passkey"),
    ("registrieren/passkey/anlegen/", webauthn.signup_webauthn, "mfa_signup_webauthn"),
    ("inaktiv/", account.account_inactive, "account_inactive"),
    ("e-mail/", account.email, "account_email"),
    ("e-mail/bestaetigen/", account.email_verification_sent, "account_email_verification_sent"),
    ("passwort/", account.password_change, "account_change_password"),
    ("passwort/festlegen/", account.password_set, "account_set_password"),
    ("passwort/vergessen/", account.password_reset, "account_reset_password"),
    ("passwort/vergessen/code/", account.confirm_password_reset_code, "account_confirm_password_reset_code"),
    ("passwort/vergessen/neu/", account.complete_password_reset, "account_complete_password_reset"),
    ("passwort/vergessen/fertig/", account.password_reset_from_key_done, "account_password_reset_completed"),
    ("bestaetigen/", account.reauthenticate, "account_reauthenticate"),
    ("bestaetigen/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("bestaetigen/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("sicherheit/", mfa.index, "mfa_index"),
    ("sicherheit/app/einrichten/", totp.activate_totp, "mfa_activate_totp"),
    ("sicherheit/app/abschalten/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("sicherheit/notfallcodes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    ("sicherheit/notfallcodes/neu/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("sicherheit/notfallcodes/laden/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    ("sicherheit/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    ("sicherheit/passkeys/neu/", webauthn.add_webauthn, "mfa_add_webauthn"),
    ("sicherheit/passkeys/<int:pk>/entfernen/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    ("sicherheit/passkeys/<int:pk>/umbenennen/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
]

urlpatterns = [
    # on every host
    path("anmelden/", views.sign_in, name="account_login"),
    path("anmelden/zurueck/", views.sign_in_callback, name="signin_callback"),
    path("abmelden/", views.sign_out, name="account_logout"),
    path("abgemeldet/", views.signed_out, name="signed_out"),
    path("geloescht/", views.deleted, name="account_deleted"),
    # on the sign-in host
    path("", views.profile, name="account_profile"),
    path("sitzungen/", views.sessions, name="usersessions_list"),
    path("daten/", views.own_data, name="account_data"),
    path("daten/herunterladen/", views.download, name="account_download"),
    path("loeschen/", views.delete, name="account_delete"),
    *(path(route, on_signin_host(view), name=name) for route, view, name in pages),
    path("", include(([path("", include((oidc, "oidc")))], "idp"))),
    path("", include("portal.notifications.urls")),
]
