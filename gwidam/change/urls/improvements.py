"""Addresses of improvements; they belong to the names of the room."""

from django.urls import URLPattern, path

from ..views import asking, deciding, proposing, seeing

urlpatterns: list[URLPattern] = [
    path("improvements", seeing.board_page, name="board"),
    path("improvements/priorities", seeing.priorities, name="priorities"),
    path("improvements/method", deciding.method, name="method"),
    path("improvements/new", proposing.new, name="new"),
    path("improvements/similar", proposing.similar, name="similar"),
    path("improvements/suggestions", proposing.suggestions, name="suggestions"),
    path("improvements/<str:number>", seeing.improvement, name="improvement"),
    path("improvements/<str:number>/words", deciding.words, name="words"),
    path("improvements/<str:number>/score", deciding.score, name="score"),
    path("improvements/<str:number>/must", deciding.must, name="must"),
    path("improvements/<str:number>/tabling", deciding.tabling, name="tabling"),
    path("improvements/<str:number>/ruling", deciding.ruling, name="ruling"),
    path("improvements/<str:number>/work", deciding.work, name="work"),
    path("improvements/<str:number>/release", deciding.release, name="release"),
    path("improvements/<str:number>/telling", deciding.telling, name="telling"),
    path("improvements/<str:number>/verification", deciding.verification, name="verification"),
    path("improvements/<str:number>/reopening", deciding.reopening, name="reopening"),
    path("improvements/<str:number>/merge", deciding.merge, name="merge"),
    path("improvements/<str:number>/merge/undo", deciding.merge_undo, name="merge-undo"),
    path("improvements/<str:number>/voices", asking.voices, name="voices"),
    path("improvements/<str:number>/voices/<int:pk>/end", asking.voice_end, name="voice-end"),
    path("improvements/<str:number>/themes", asking.themes, name="themes"),
    path("improvements/<str:number>/themes/<int:pk>/end", asking.theme_end, name="theme-end"),
    path("improvements/<str:number>/support", asking.support, name="support"),
    path("improvements/<str:number>/support/end", asking.support_end, name="support-end"),
    path("cases/<str:receipt>/improvements", asking.of_case, name="of-case"),
    path("understand/themes/<int:pk>/improvements", asking.of_theme, name="of-theme"),
]
