from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """Templates, static files and template tags of all portals; no models, no settings of its own."""

    name = "themes"
    label = "themes"
    verbose_name = "Gestaltung"
