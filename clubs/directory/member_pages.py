"""Own pages of members (contract: portal.accounts.member_pages)."""

from django.utils.translation import gettext_lazy as _

PAGES = [
    ("directory:mine", _("Meine Vereine")),
]
