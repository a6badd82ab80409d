"""Own pages of members (contract: portal.accounts.member_pages)."""

from django.utils.translation import gettext_lazy as _

PAGES = [
    ("following:index", _("Was ich verfolge")),
]
