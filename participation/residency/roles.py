"""Who proves where people live: the right "residency" prints the letters and confirms people on site."""

from portal.cities.roles import Role

from .permissions import CONFIRM

ROLES = [Role("city_admin", rights=frozenset({CONFIRM}))]
