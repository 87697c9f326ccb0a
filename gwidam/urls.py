"""Every address of the house, room by room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from gwidam.core.views import healthz
from gwidam.people.door import PUBLIC, door

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", door(PUBLIC)(healthz)),
    path("api/v1/", include("gwidam.api.urls")),
    path("open311/", include("gwidam.api.open311.urls")),
    path("", include("gwidam.api.hooks.urls")),
    path("accounts/", include("gwidam.people.accounts_urls")),
    path("accounts/", include("allauth.urls")),
    path("post/", include("gwidam.post.urls")),
    path("", include("gwidam.people.urls")),
    path("", include("gwidam.moments.urls")),
    path("", include("gwidam.listen.urls")),
    path("", include("gwidam.own.urls")),
    path("", include("gwidam.understand.urls")),
    path("", include("gwidam.change.urls")),
    path("", include("gwidam.change.urls.telling")),
    path("", include("gwidam.desks.urls")),
]

handler500 = "gwidam.core.views.broken"
