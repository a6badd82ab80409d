"""Own pages of members (contract: portal.accounts.member_pages)."""

from django.utils.translation import gettext_lazy as _

PAGES = [
    ("moderation:mine", _("Meine Meldungen und Entscheidungen")),
]
