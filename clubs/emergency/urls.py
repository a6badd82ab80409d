"""Addresses below /helfen/."""

from django.urls import path

from .views import desk, public, tasks

app_name = "emergency"
urlpatterns = [
    path("", public.index, name="index"),
    path("aufruf/<slug:slug>/", public.call, name="call"),
    path("aufruf/<slug:slug>/anmelden/", public.register, name="register"),
    path("aufruf/<slug:slug>/danke/", public.known, name="known"),
    path("ich/<str:token>/", public.helper, name="helper"),
    path("abgemeldet/", public.left, name="left"),
    path("einsatz/<str:token>/", public.sheet, name="sheet"),
    # Desk
    path("verwalten/", desk.start, name="desk"),
    path("verwalten/neu/<slug:kind>/", desk.new, name="desk_new"),
    path("verwalten/anfrage/<uuid:call>/", desk.neighbour, name="neighbour"),
    path("verwalten/aufruf/<uuid:call>/", desk.call, name="desk_call"),
    path("verwalten/aufruf/<uuid:call>/aendern/", desk.change, name="desk_change"),
    path("verwalten/aufruf/<uuid:call>/zustand/", desk.state, name="desk_state"),
    path("verwalten/aufruf/<uuid:call>/beenden/", desk.close, name="desk_close"),
    path("verwalten/aufruf/<uuid:call>/nachbarn/", desk.ask, name="desk_ask"),
    path("verwalten/aufruf/<uuid:call>/einteilen/", desk.assign, name="desk_assign"),
    path("verwalten/aufruf/<uuid:call>/drucken/", desk.print_all, name="desk_print"),
    path("verwalten/aufruf/<uuid:call>/helfende.csv", desk.export, {"form": "csv"}, name="desk_csv"),
    path("verwalten/aufruf/<uuid:call>/helfende.xlsx", desk.export, {"form": "xlsx"}, name="desk_xlsx"),
    path("verwalten/aufruf/<uuid:call>/aufgabe/", tasks.new, name="desk_task_new"),
    path("verwalten/aufgabe/<uuid:task>/", tasks.task, name="desk_task"),
    path("verwalten/aufgabe/<uuid:task>/aendern/", tasks.change, name="desk_task_change"),
    path("verwalten/aufgabe/<uuid:task>/entfernen/", tasks.remove, name="desk_task_remove"),
    path("verwalten/aufgabe/<uuid:task>/anwesenheit/", tasks.attendance, name="desk_task_attendance"),
    path("verwalten/aufgabe/<uuid:task>/nachricht/", tasks.message, name="desk_task_message"),
    path("verwalten/aufgabe/<uuid:task>/drucken/", tasks.print_one, name="desk_task_print"),
]
