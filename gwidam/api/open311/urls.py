"""The addresses of Open311; the form of the answer is their ending."""

from django.urls import URLPattern, re_path

from . import requests, services, updates

FORM = r"\.(?P<form>xml|json)$"
V2 = "^v2/"

app_name = "open311"
urlpatterns: list[URLPattern] = [
    re_path(rf"^discovery{FORM}", services.discovery, name="discovery"),
    re_path(rf"{V2}discovery{FORM}", services.discovery, name="discovery-v2"),  # where some clients look for it
    re_path(rf"{V2}services{FORM}", services.services, name="services"),
    re_path(rf"{V2}services/(?P<code>[-\w]+){FORM}", services.service, name="service"),
    re_path(rf"{V2}requests{FORM}", requests.requests, name="requests"),
    re_path(rf"{V2}requests/(?P<receipt>[-\d]+){FORM}", requests.request, name="request"),
    re_path(rf"{V2}tokens/(?P<written>[-\w]+){FORM}", requests.token, name="token"),
    re_path(rf"{V2}servicerequestupdates{FORM}", updates.updates, name="updates"),
]
