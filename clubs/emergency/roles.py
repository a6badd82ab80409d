"""Who may call for helpers: whoever leads a city's portal or its editing."""

from portal.cities.roles import Role

from .permissions import MANAGE

RIGHTS = frozenset({MANAGE})
ROLES = [Role("chief_editor", rights=RIGHTS), Role("city_admin", rights=RIGHTS), Role("coordinator", rights=RIGHTS)]
