"""Who looks after clubs and offers in the city: the right "clubs"."""

from portal.cities.roles import Role

from .permissions import MANAGE

RIGHTS = frozenset({MANAGE})
ROLES = [Role("chief_editor", rights=RIGHTS), Role("city_admin", rights=RIGHTS), Role("coordinator", rights=RIGHTS)]
