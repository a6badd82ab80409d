from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Konten")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import user_logged_in
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.db.models.signals import post_save

        from .actions import on_city_saved
        from .sessions import on_signed_in

        if not settings.DEMO and not settings.IDP_OIDC_PRIVATE_KEY:
            raise ImproperlyConfigured(
                "IDP_OIDC_PRIVATE_KEY (or IDP_OIDC_PRIVATE_KEY_FILE) is missing: portals sign visitors in with it. "
                "Make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`."
            )
        user_logged_in.connect(on_signed_in, dispatch_uid="accounts.on_signed_in")
        post_save.connect(on_city_saved, sender="cities.City", dispatch_uid="accounts.on_city_saved")
