"""Addresses of telling: one page, and one address for each verb."""

from django.urls import path

from ..views import telling

app_name = "telling"
urlpatterns = [
    path("improvements/<str:number>/tellings", telling.telling, name="telling"),
    path("improvements/<str:number>/tellings/begin", telling.begin, name="begin"),
    path("improvements/<str:number>/tellings/pause", telling.pause, name="pause"),
    path("improvements/<str:number>/tellings/resume", telling.resume, name="resume"),
    path("improvements/<str:number>/tellings/trial", telling.trial, name="trial"),
    path("improvements/<str:number>/tellings/<int:pk>/aloud", telling.aloud, name="aloud"),
    path("improvements/<str:number>/publication", telling.publication, name="publication"),
    path("improvements/<str:number>/photos", telling.photos, name="photos"),
    path("improvements/<str:number>/photos/<int:pk>/end", telling.photo_end, name="photo-end"),
]
