"""Addresses of campaigns, ideas and meetings; they belong to the names of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import campaigns, ideas, meetings, showing, stages, triage

urlpatterns: list[URLPattern] = [
    path("campaigns", campaigns.campaigns, name="campaigns"),
    path("campaigns/new", campaigns.new, name="campaign-new"),
    path("campaigns/<int:pk>", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/ideas", campaigns.ideas, name="campaign-ideas"),
    path("campaigns/<int:pk>/similar", campaigns.similar, name="campaign-similar"),
    path("campaigns/<int:pk>/points", campaigns.points, name="campaign-points"),
    path("campaigns/<int:pk>/acceptances", triage.acceptances, name="campaign-acceptances"),
    path("campaigns/<int:pk>/declines", triage.declines, name="campaign-declines"),
    path("campaigns/<int:pk>/folds", triage.folds, name="campaign-folds"),
    path("campaigns/<int:pk>/evaluations", triage.evaluations, name="campaign-evaluations"),
    path("campaigns/<int:pk>/undo", triage.undo, name="campaign-undo"),
    path("campaigns/<int:pk>/held", showing.held, name="campaign-held"),
    path("campaigns/<int:pk>/end", campaigns.end, name="campaign-end"),
    path("ideas/<int:pk>", ideas.idea, name="idea"),
    path("ideas/<int:pk>/support", ideas.support, name="idea-support"),
    path("ideas/<int:pk>/support/end", ideas.support_end, name="idea-support-end"),
    path("ideas/<int:pk>/comments", ideas.comments, name="idea-comments"),
    path("ideas/<int:pk>/comments/<int:comment>/end", ideas.comment_end, name="idea-comment-end"),
    path("ideas/<int:pk>/comments/<int:comment>/page", showing.comment, name="idea-comment-page"),
    path("ideas/<int:pk>/page", showing.idea, name="idea-page"),
    path("ideas/<int:pk>/page/end", showing.idea_end, name="idea-page-end"),
    path("ideas/<int:pk>/evaluation", ideas.evaluation, name="idea-evaluation"),
    path("ideas/<int:pk>/unfold", ideas.unfold, name="idea-unfold"),
    path("meetings", meetings.meetings, name="meetings"),
    path("meetings/new", meetings.new, name="meeting-new"),
    path("meetings/<int:pk>", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/teams", meetings.teams, name="meeting-teams"),
    path("meetings/<int:pk>/items", meetings.items, name="meeting-items"),
    path("meetings/<int:pk>/items/<int:item>/owner", meetings.owner, name="meeting-owner"),
    path("meetings/<int:pk>/items/<int:item>/vote", meetings.vote, name="meeting-vote"),
    path("meetings/<int:pk>/items/<int:item>/ruling", meetings.ruling, name="meeting-ruling"),
    path("meetings/<int:pk>/gallery", meetings.gallery, name="meeting-gallery"),
    path("meetings/<int:pk>/town-meeting", meetings.town_meeting, name="meeting-town"),
    path("meetings/<int:pk>/stage", stages.stage, name="meeting-stage"),
    path("meetings/<int:pk>/stage/current", stages.current, name="meeting-current"),
    path("meetings/<int:pk>/stage/clock", stages.clock, name="meeting-clock"),
    path("meetings/<int:pk>/closing", meetings.closing, name="meeting-closing"),
    path("meetings/<int:pk>/minutes", meetings.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/follow-ups/<int:row>", meetings.follow_up, name="meeting-follow-up"),
]
