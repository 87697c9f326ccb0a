"""Addresses of the room: one case, one address for each verb, each a noun."""

from django.urls import URLPattern, path

from .views import caring, closing, files, handing, likeness, linking, mails, pages, promising, reading, words

app_name = "own"
urlpatterns: list[URLPattern] = [
    path("cases/<str:receipt>", pages.case, name="case"),
    path("cases/<str:receipt>/timeline", pages.timeline, name="timeline"),
    path("cases/<str:receipt>/keeping", pages.keeping, name="keeping"),
    path("cases/<str:receipt>/presence", pages.presence, name="presence"),
    path("cases/<str:receipt>/answers", words.answers, name="answers"),
    path("cases/<str:receipt>/notes", words.notes, name="notes"),
    path("cases/<str:receipt>/first-word", words.first_word, name="first-word"),
    path("cases/<str:receipt>/hand-off", handing.hand_off, name="hand-off"),
    path("cases/<str:receipt>/acceptance", handing.acceptance, name="acceptance"),
    path("cases/<str:receipt>/bounce", handing.bounce, name="bounce"),
    path("cases/<str:receipt>/withdrawal", handing.withdrawal, name="withdrawal"),
    path("cases/<str:receipt>/take", handing.take, name="take"),
    path("cases/<str:receipt>/promises", promising.promises, name="promises"),
    path("cases/<str:receipt>/promises/<int:pk>/keeping", promising.promise_keeping, name="promise-keeping"),
    path("cases/<str:receipt>/promises/<int:pk>/release", promising.promise_release, name="promise-release"),
    path("cases/<str:receipt>/provision", promising.provision, name="provision"),
    path("cases/<str:receipt>/closure", closing.closure, name="closure"),
    path("cases/<str:receipt>/closure-unreached", closing.closure_unreached, name="closure-unreached"),
    path("cases/<str:receipt>/reopening", closing.reopening, name="reopening"),
    path("cases/<str:receipt>/merge", linking.merge, name="merge"),
    path("cases/<str:receipt>/merge/undo", linking.merge_undo, name="merge-undo"),
    path("cases/<str:receipt>/likeness", likeness.likeness, name="likeness"),
    path("cases/<str:receipt>/abuse", caring.abuse, name="abuse"),
    path("cases/<str:receipt>/guardian", caring.guardian, name="guardian"),
    path("cases/<str:receipt>/contact", caring.contact, name="contact"),
    path("cases/<str:receipt>/erasure", caring.erasure, name="erasure"),
    path("cases/<str:receipt>/recording/<int:pk>", files.recording, name="recording"),
    path("cases/<str:receipt>/mails/<int:pk>", mails.mail, name="mail"),
    path("cases/<str:receipt>/mails/<int:pk>/page", mails.page, name="mail-page"),
    path("mails/pictures/<str:token>", mails.picture, name="mail-picture"),
    path("readings/<str:receipt>", reading.reading, name="reading"),
    path("readings/<str:receipt>/offers/<int:pk>", reading.offering, name="offering"),
    path("readings/<str:receipt>/<str:field>", reading.correction, name="correction"),
    path("drafts/<str:place>", pages.draft, name="draft"),
    path("files/<int:pk>", files.file, name="file"),
    path("suggestions/people", pages.people_suggestions, name="people-suggestions"),
]
