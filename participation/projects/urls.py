"""/projekt/<project>/ leads to the project's page; each kind of module brings its own addresses below its module."""

from django.urls import path

from . import views

app_name = "projects"
urlpatterns = [
    path("<slug:project>/", views.project, name="project"),
    path("<slug:project>/<slug:module>/", views.module, name="module"),
]
