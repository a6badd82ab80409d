from django.urls import path

from . import views

urlpatterns = [
    path("mail/", views.mails, name="demo-mails"),
    path("mail/leeren/", views.empty, name="demo-mails-empty"),
    path("mail/<str:key>/", views.mail, name="demo-mail"),
]
