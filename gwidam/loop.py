"""The whole loop on one screen: what a fact in one room causes in another. Everything else is quiet.

What each reaction does stands in `reacting.py`.
"""

from __future__ import annotations

from gwidam.change import verbs as change
from gwidam.change.queries.links import api_links
from gwidam.core.ledger import when
from gwidam.listen.doors import build_in
from gwidam.listen.ears import polling as ears
from gwidam.own import verbs as own
from gwidam.post.told_outside import links_of_facts_are_made_by
from gwidam.reacting import (
    ask_evaluator,
    ask_follow_up,
    ask_whether_fixed,
    bring_second_bounce_to_cvi,
    finish_ideas,
    forget_customer,
    forget_waiting,
    have_read,
    learn_route,
    mark_answer_failed,
    mark_arrived,
    mark_bundled,
    mark_not_told,
    remind_papers,
    resume_ideas,
    send_answer,
    tell_bounce,
    tell_cleared_search,
    tell_danger,
    tell_guardian_of_failed_answer,
    tell_issue_news,
    tell_mentioned,
    tell_offer,
    tell_operators,
    tell_promise_at_risk,
    tell_promise_broken,
    tell_promise_made,
    tell_receipt,
    tell_reopened,
    tell_rise,
    unlearn_route,
    use_reading,
    weigh_broken,
    weigh_read,
    write_minutes,
)

when("listen.VoiceHeard", tell_receipt, together=have_read)
when("own.SearchCleared", tell_cleared_search)
when("understand.VoiceRead", together=use_reading)
when("understand.ReadingCorrected", together=weigh_read)
when("understand.DangerHeard", tell_danger)
when("understand.ThemeRose", tell_rise)
when("own.HandOffAccepted", learn_route)
when("own.HandOffOffered", tell_offer)
when("own.HandOffBounced", tell_bounce, bring_second_bounce_to_cvi, unlearn_route)
when("own.HandOffExpired", tell_bounce)
when("own.PromiseMade", tell_promise_made)
when("own.PromiseAtRisk", tell_promise_at_risk)
when("own.PromiseBroken", tell_promise_broken, together=weigh_broken)
when("own.PapersReminded", remind_papers)
when("own.AnswerGiven", send_answer)
when("own.AnswerFailed", tell_guardian_of_failed_answer)
when("own.NoteLeft", tell_mentioned)
when("own.CaseClosed", ask_whether_fixed)
when("own.CaseReopened", tell_reopened)
when("people.CustomerErased", forget_waiting, forget_customer)
when("post.MessageSent", together=mark_arrived)
when("post.MessageFailed", mark_answer_failed, mark_not_told)
when("post.MessageWithheld", mark_answer_failed, mark_not_told)
when("post.MessageBounced", mark_answer_failed, mark_not_told)
when("post.DigestBundled", mark_bundled)
when("post.WebhookPaused", tell_operators)
when("change.ImprovementReleased", finish_ideas)
when("change.ImprovementReopened", resume_ideas)
when("change.EvaluationAsked", ask_evaluator)
when("change.EvaluatorChanged", ask_evaluator)
when("change.FollowUpDue", ask_follow_up)
when("change.MeetingClosed", write_minutes)
when("change.IssueClosed", tell_issue_news)
when("change.IssueDropped", tell_issue_news)
when("change.IssueReopened", tell_issue_news)
when("change.IssueCommented", tell_issue_news)
when("change.IssueLost", tell_issue_news)

# What a higher room does in the very transaction of a lower one, because somebody waits for it.
own.improvements_are_linked_by(change.link_at_closing)
own.more_is_re_homed_by(change.re_home)
ears.heard_is_taken_by(own.take_heard)

# The kinds of doors that are built in.
build_in()

# How what a webhook is told of leads back to the API, whose words only higher rooms know.
links_of_facts_are_made_by(api_links)

QUIET = frozenset(
    {
        "people.CustomerMet",
        "people.ContactSeen",
        "people.ContactDied",
        "people.EmployeeJoined",
        "people.EmployeeChanged",
        "people.EmployeeLeft",
        "people.AbsenceBegun",
        "people.AbsenceEnded",
        "people.EmployeeInvited",
        "people.DepartmentChanged",
        "people.ResponsibilityChanged",
        "people.RosterChanged",
        "people.CalendarChanged",
        "people.TokenMade",
        "people.TokenRevoked",
        "people.ChartImported",
        "moments.JourneysPlanted",
        "moments.StandardSet",
        "moments.StandardChecked",
        "listen.FileAttached",
        "listen.VoiceErased",
        "listen.ChannelSet",
        "listen.ChannelOpened",
        "listen.ChannelClosed",
        "listen.RawPurged",
        "listen.KeysRenewed",
        "listen.FileLeftOut",
        "listen.EarOpened",
        "listen.EarEnded",
        "listen.EarFailed",
        "listen.EarBack",
        "listen.ExtensionGiven",
        "listen.ExtensionTaken",
        "listen.EarSecretTurned",
        "listen.CallRang",
        "listen.CallAnswered",
        "listen.CallEnded",
        "listen.CallTold",
        "listen.CallTakenDown",
        "listen.RecordingOpened",
        "listen.CallsPurged",
        "listen.MailKept",
        "listen.MailRead",
        "listen.MailSeen",
        "understand.RouteLearnt",
        "understand.FootingChanged",
        "understand.ModelLearnt",
        "understand.ModelRolledBack",
        "understand.MeaningsKept",
        "understand.OfferSet",
        "understand.OfferMade",
        "understand.OfferUnfit",
        "understand.NeedWritten",
        "understand.ThemesSorted",
        "understand.ThemeFounded",
        "understand.ThemeSplit",
        "understand.ThemeMerged",
        "understand.ThemeEnded",
        "understand.ThemeRenamed",
        "understand.ThemePutUnder",
        "understand.ThemeTakenOut",
        "understand.VoicesMoved",
        "understand.VoicesPutBack",
        "understand.ThemeSettled",
        "own.CaseOpened",
        "own.GuardianChanged",
        "own.CaseTaken",
        "own.HandOffWithdrawn",
        "own.PromiseKept",
        "own.PromiseReleased",
        "own.PapersOverdue",
        "own.ServedFirst",
        "own.FirstWordSaid",
        "own.AnswerDelivered",
        "own.OutcomeSaid",
        "own.CaseMerged",
        "own.CaseUnmerged",
        "own.AbuseReported",
        "own.LifeErased",
        "own.WordsAdded",
        "own.SearchSaved",
        "own.SearchDropped",
        "own.ProofFailed",
        "own.MayBeRelated",
        "own.WordsTakenBack",
        "own.TalkBegun",
        "own.LineSaid",
        "own.TalkTaken",
        "own.TalkLetGo",
        "own.TalkOffered",
        "own.TalkAccepted",
        "own.TalkBounced",
        "own.TalkOfferExpired",
        "own.TalkOfferWithdrawn",
        "own.AnythingElseAsked",
        "own.TalkEnded",
        "own.TalkErased",
        "own.ReadyAnswerSet",
        "own.ReadyAnswerDropped",
        "change.ImprovementProposed",
        "change.ImprovementReworded",
        "change.VoiceLinked",
        "change.VoiceUnlinked",
        "change.ThemeLinked",
        "change.ThemeUnlinked",
        "change.SupportGiven",
        "change.SupportWithdrawn",
        "change.ScoreSet",
        "change.MustMarked",
        "change.MustLifted",
        "change.MethodChosen",
        "change.ImprovementTabled",
        "change.ImprovementApproved",
        "change.ImprovementDeclined",
        "change.MoreAsked",
        "change.WorkBegun",
        "change.ProofBegun",
        "change.EverybodyTold",
        "change.ImprovementVerified",
        "change.ImprovementMerged",
        "change.ImprovementUnmerged",
        "change.TellingBegun",
        "change.TellingPaused",
        "change.TellingResumed",
        "change.TellingEnded",
        "change.TellingTried",
        "change.PeopleTold",
        "change.TellingArrived",
        "change.TellingFailed",
        "change.TellingSpoken",
        "change.SettlingSaid",
        "change.ImprovementPublished",
        "change.ImprovementTakenDown",
        "change.PhotoAdded",
        "change.PhotoTakenDown",
        "change.TrackerConnected",
        "change.TrackerPrepared",
        "change.TrackerSecretRenewed",
        "change.TrackerEnded",
        "change.TrackerFailed",
        "change.TrackerBack",
        "change.IssueAsked",
        "change.IssueMade",
        "change.IssueFailed",
        "change.IssueAssigned",
        "change.IssueBegun",
        "change.ProposalSetAside",
        "change.OwnerChanged",
        "change.AskedChanged",
        "change.CampaignRunnerChanged",
        "change.EvaluatorLeft",
        "change.ItemOwnerChanged",
        "change.FacilitatorChanged",
        "change.SponsorChanged",
        "change.CampaignBegun",
        "change.CampaignEnded",
        "change.IdeaSubmitted",
        "change.IdeaSupported",
        "change.IdeaUnsupported",
        "change.IdeaCommented",
        "change.IdeaCommentHidden",
        "change.IdeaCommentShown",
        "change.IdeaCommentEmptied",
        "change.IdeaErased",
        "change.IdeaShown",
        "change.IdeaKeptOff",
        "change.IdeaSupportersJoined",
        "change.IdeaSupportersLeft",
        "change.TakingPartAgreed",
        "change.IdeaEvaluated",
        "change.IdeaAccepted",
        "change.IdeaDeclined",
        "change.IdeaFolded",
        "change.IdeaUnfolded",
        "change.IdeaDecisionTakenBack",
        "change.IdeaAnswered",
        "change.IdeaDone",
        "change.IdeaResumed",
        "change.MeetingFramed",
        "change.TeamSet",
        "change.ItemBrought",
        "change.ItemOwnerNamed",
        "change.GalleryOpened",
        "change.VoteGiven",
        "change.VoteTakenBack",
        "change.TownMeetingBegun",
        "change.ItemPresented",
        "change.ClockSet",
        "change.ItemRuled",
        "change.MinutesWritten",
        "change.FollowedUp",
        "post.MessageQueued",
        "post.MessageDeferred",
        "post.TopicMuted",
        "post.TopicUnmuted",
        "post.MessagesErased",
        "post.WebhookAdded",
        "post.WebhookChanged",
        "post.WebhookResumed",
        "post.WebhookSecretTurned",
        "post.WebhookRemoved",
        "post.WebhookTried",
        "post.WebhookResent",
        "post.LineConnected",
        "post.LineChanged",
        "post.LineEnded",
        "post.LineFailed",
        "post.LineBack",
        "demo.DemoBuilt",
    }
)
