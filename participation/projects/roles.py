"""Who runs projects: the right "participation" opens the desk of the city's projects."""

from portal.cities.roles import Role

from .permissions import MANAGE

RIGHTS = frozenset({MANAGE})

ROLES = [
    Role("chief_editor", rights=RIGHTS),
    Role("city_admin", rights=RIGHTS),
    Role("coordinator", rights=RIGHTS),
]
