"""The desk's tables: import and export."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import import_desk


class TableKind(StringConverter):
    regex = "csv|xlsx"


register_converter(TableKind, "tablekind")

import_patterns = [
    path("import/", import_desk.upload, name="import"),
    path("import/vorlage.<tablekind:kind>", import_desk.template, name="import_template"),
    path("import/<uuid:key>/", import_desk.batch, name="import_batch"),
    path("export/vereine.<tablekind:kind>", import_desk.export, name="export"),
]
