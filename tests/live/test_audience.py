from gwidam.live.audience import EVERYTHING, QUEUE, Lately, Listener, for_listener, message, put, tell

ALL = Listener(employee_id=1, department_id=1, sees_every_case=True, session_key="a")
OUTSIDER = Listener(employee_id=9, department_id=7, sees_every_case=False, session_key="b")
NEWS = [["case:5", "employee:1", "department:3"], ["presence:5"]]


def test_whoever_sees_every_case_hears_of_every_case_but_of_no_other_person():
    assert for_listener(ALL, [["case:5", "employee:1", "employee:2"]]) == {"case:5", "employee:1"}


def test_an_outsider_hears_nothing_of_a_case_they_have_no_part_in():
    assert for_listener(OUTSIDER, NEWS) == {"presence:5"}


def test_a_department_hears_of_the_case_that_names_it():
    held = Listener(employee_id=9, department_id=3, sees_every_case=False, session_key="c")
    assert for_listener(held, NEWS) == {"case:5", "department:3", "presence:5"}


def test_everybody_hears_that_an_improvement_a_campaign_an_idea_or_a_meeting_changed():
    topics = ["improvement:5", "campaign:5", "idea:5", "meeting:5"]
    assert for_listener(OUTSIDER, [[*topics, "employee:1"]]) == set(topics)


def test_a_message_is_one_server_sent_event_with_a_cursor():
    assert message(42, ["case:5"]) == b'id: 42\ndata: {"kind": "changed", "topics": ["case:5"]}\n\n'


def test_news_for_nobody_is_told_to_nobody():
    tell([OUTSIDER], [["case:5"]], 1)
    assert OUTSIDER.queue.empty()


def test_a_reader_who_cannot_keep_up_is_told_to_look_at_everything_once():
    slow = Listener(employee_id=1, department_id=1, sees_every_case=True, session_key="d")
    for cursor in range(QUEUE + 1):
        put(slow, message(cursor, [f"case:{cursor}"]), cursor)
    assert [slow.queue.get_nowait() for _ in range(slow.queue.qsize())] == [message(QUEUE, [EVERYTHING])]


def test_a_page_hears_what_came_since_it_was_drawn():
    lately = Lately(since=10.0)
    lately.keep([["case:1"]], at=20.0)
    lately.keep([["case:2"], ["case:3"]], at=30.0)
    lately.keep([], at=31.0)
    assert lately.since(25.0) == [["case:2"], ["case:3"]]
    assert lately.since(31.0) == []


def test_a_page_drawn_before_anybody_listened_looks_at_everything():
    lately = Lately(since=10.0)
    assert lately.since(9.9) is None
    lately.keep([["case:1"]], at=20.0)
    lately.keep([["case:2"]], at=20.0 + Lately.KEPT + 1)
    assert lately.since(19.0) is None
    assert lately.since(21.0) == [["case:2"]]
