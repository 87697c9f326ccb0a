"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, include, path

from .views import desks, finding, hearing, needs, palette, saving

app_name = "desks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gwidam.desks.public.urls")),
    path("", include("gwidam.desks.pulse.urls")),
    path("", include("gwidam.desks.wizard.urls")),
    path("", include("gwidam.desks.leaving.urls")),
    path("", include("gwidam.desks.webhooks.urls")),
    path("", include("gwidam.desks.talks.urls")),
    path("", include("gwidam.desks.unnamed.urls")),
    path("", include("gwidam.desks.phone.urls")),
    path("", desks.home, name="home"),
    path("guarded", desks.guarded, name="guarded"),
    path("desk", desks.department, name="department"),
    path("hear", hearing.hear, name="hear"),
    path("hear/caller", hearing.caller_part, name="caller"),
    path("hear/owners", hearing.owners_part, name="owners"),
    path("hear/others", hearing.others_part, name="others"),
    path("hear/<str:receipt>", hearing.heard, name="heard"),
    path("voices/<str:receipt>", hearing.voice, name="voice"),
    path("needs/<int:pk>", needs.need, name="need"),
    path("search", finding.search_page, name="search"),
    path("search/facets", finding.facets_part, name="facets"),
    path("search/alike", finding.alike_part, name="alike"),
    path("search/saved", saving.saved, name="saved"),
    path("search/saved/<int:pk>/waking", saving.waking, name="waking"),
    path("search/saved/<int:pk>/end", saving.end, name="saved-end"),
    path("palette", palette.palette, name="palette"),
]
