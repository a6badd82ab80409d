"""Tables of projects: the process, and its pages on the portals."""

from .pages import ProjectIndexPage, ProjectMaterial, ProjectPage
from .process import (
    AREA_POINTS,
    TEXT_MAX,
    TITLE_MAX,
    Access,
    Milestone,
    Module,
    Participant,
    Phase,
    Project,
    ProjectCity,
    Who,
)

__all__ = [
    "AREA_POINTS",
    "TEXT_MAX",
    "TITLE_MAX",
    "Access",
    "Milestone",
    "Module",
    "Participant",
    "Phase",
    "Project",
    "ProjectCity",
    "ProjectIndexPage",
    "ProjectMaterial",
    "ProjectPage",
    "Who",
]
