"""What content adds to the roles: barrier reports and offices."""

from portal.cities.roles import Role

OFFICE_VIEWS = tuple(
    f"{name}:{view}"
    for name in ("office", "opening_exception")
    for view in ("index", "index_results", "add", "edit", "delete")
)
OFFICES = tuple(
    f"offices.{verb}_{model}"
    for model in ("office", "openingexception")
    for verb in ("add", "change", "delete", "view")
)
BARRIER_VIEWS = tuple(f"barrier:{view}" for view in ("index", "index_results", "edit", "delete"))
BARRIERS = ("content.view_barrierreport", "content.change_barrierreport", "content.delete_barrierreport")

ROLES = [
    Role("editor", permissions=OFFICES, rights=frozenset({"offices"}), admin_views=OFFICE_VIEWS),
    Role(
        "chief_editor",
        permissions=OFFICES + BARRIERS,
        rights=frozenset({"offices", "barriers"}),
        admin_views=OFFICE_VIEWS + BARRIER_VIEWS,
    ),
    Role(
        "city_admin",
        permissions=OFFICES + BARRIERS,
        rights=frozenset({"offices", "barriers"}),
        admin_views=OFFICE_VIEWS + BARRIER_VIEWS,
    ),
    Role(
        "coordinator",
        permissions=OFFICES + BARRIERS,
        rights=frozenset({"offices", "barriers"}),
        admin_views=OFFICE_VIEWS + BARRIER_VIEWS,
    ),
]
