//! The severity that a rule gives depending on the context, including contexts in which it reports nothing.

mod common;

use bylint::diagnostic::Severity;
use bylint::document::Format;
use common::check_english;

const ERROR: Option<Severity> = Some(Severity::Error);
const WARNING: Option<Severity> = Some(Severity::Warning);
const INFO: Option<Severity> = Some(Severity::Info);

/// Lints drafts and compares the severity of the rule's last finding in each; `None` if there must be no finding.
fn check(rule: &str, drafts: &[(&str, Option<Severity>)]) {
    for &(draft, wanted) in drafts {
        let findings = check_english(draft, Format::Markdown);
        let found = findings.iter().rfind(|found| &*found.rule == rule).map(|found| found.severity);
        assert_eq!(found, wanted, "{rule}: {draft}");
    }
}

#[test]
fn a_chain_is_an_error_if_an_outlet_cites_one_unnamed_person() {
    check(
        "secondhand-chain",
        &[
            ("Reuters reported that a source close to the board said the pump had failed.", ERROR),
            ("Reuters reported that port officials said the pump had failed.", WARNING),
            ("A person close to the board said Ada Brook had told the police that the pump had failed.", WARNING),
            ("Reuters reported, citing two officials, that the pump had failed.", ERROR),
            ("Reuters reported, citing someone familiar with the works, that the pump had failed.", ERROR),
            ("Reuters reported, citing Teshmari officials, that the pump had failed.", WARNING),
            ("Reuters reported, citing the mayor, Ada Brook, that the pump had failed.", INFO),
            ("Reuters reported, citing court filings, that the pump had failed.", INFO),
        ],
    );
}

#[test]
fn the_message_about_a_chain_names_who_passed_the_words_on() {
    let other = "this comes from another source: check it there, or say that you could not confirm it";
    let group = "ask one of them yourself, or say that you could not confirm it";
    for (draft, wanted) in [
        ("Reuters quoted Brandt as saying: “We did not ask for this.”", format!("According to “Reuters”, {other}")),
        (
            "Lena Osk runs the port. She said the harbour master had told the police the channel was clear.",
            format!("According to “Lena Osk”, {other}"),
        ),
        (
            "Reuters reported, citing Teshmari officials, that the pump had failed.",
            format!("According to “Reuters”, this comes from a group (“Teshmari officials”): {group}"),
        ),
    ] {
        let findings = check_english(draft, Format::Markdown);
        let chain = findings.iter().find(|found| &*found.rule == "secondhand-chain");
        assert_eq!(chain.map(|found| found.message.clone()), Some(wanted), "{draft}");
    }
}

#[test]
fn an_intelligence_service_that_speaks_is_not_a_document() {
    check(
        "document-unidentified",
        &[
            ("US intelligence concluded that the boats had moved to the coast.", INFO),
            ("According to US intelligence inputs, 30 boats were moved to the coast.", WARNING),
        ],
    );
}

#[test]
fn public_registers_are_identified_by_their_keepers() {
    check(
        "document-unidentified",
        &[
            ("Lund owned three boats, county records show.", None),
            ("The valve had failed twice before, records show.", INFO),
        ],
    );
}

#[test]
fn a_date_in_an_aside_identifies_a_report() {
    check(
        "document-unidentified",
        &[
            ("A report to the harbour board, handed out in May, said the roof was weak.", None),
            ("A report, said Lund, who had seen it in May, was lost. A report said the roof was weak.", INFO),
        ],
    );
}

#[test]
fn a_chatbot_name_with_a_surname_is_a_person() {
    check(
        "unreliable-reference",
        &[
            ("Claude Moreau, who runs the yard, said the crane was old.", None),
            ("Claude said the castle was built in 1402.", ERROR),
        ],
    );
}

#[test]
fn a_described_source_is_less_severe_than_a_bare_one() {
    check(
        "anonymous-source",
        &[
            ("Sources said the bridge would be sold.", ERROR),
            ("Sources with knowledge of the talks said the bridge would be sold.", WARNING),
        ],
    );
}

#[test]
fn a_name_next_to_the_phrase_is_noticed() {
    check(
        "anonymous-source",
        &[
            ("One critic of the plan, the former mayor Ada Brook, said the crane was old.", None),
            ("A critic of the plan -- Ada Brook, a former mayor -- said on Sunday that the crane was old.", None),
            ("A critic of the plan -- an old one -- said on Sunday that the crane was old.", WARNING),
            ("The board will sell, an adviser to the mayor said.", WARNING),
        ],
    );
    check(
        "unnamed-outlet",
        &[
            ("The bridge will be sold, according to reports by Reuters and the BBC.", None),
            ("Ada Brook told a daily news briefing that the bridge would be sold.", None),
            ("The bridge will be sold, according to reports.", WARNING),
        ],
    );
}

#[test]
fn a_second_mention_of_a_source_is_less_severe() {
    check(
        "anonymous-source",
        &[
            ("A person close to the board said the crane was old.\n\nThe source said it would be sold.", INFO),
            (
                "A person close to the board said the crane was old.\n\nA clerk at the port said it would be sold.",
                WARNING,
            ),
        ],
    );
}

#[test]
fn a_number_of_officials_is_reported() {
    check("collective-source", &[("2/ Two harbour officials said the pier was rotten.", WARNING)]);
}

#[test]
fn bodies_that_speak_in_public_are_less_severe() {
    check(
        "collective-source",
        &[
            ("Prosecutors said on Monday the crane had no licence.", INFO),
            ("Officials said on Monday the crane had no licence.", WARNING),
        ],
    );
}

#[test]
fn feelings_and_views_are_less_severe() {
    check(
        "vague-attribution",
        &[
            ("Many hope the pier will open in May.", INFO),
            ("Many say the pier will open in May.", INFO),
            ("Critics say the pier will open in May.", WARNING),
        ],
    );
    check(
        "secondhand-outlet",
        &[("The Guardian called the sale a disgrace.", INFO), ("The Guardian said the sale had failed.", WARNING)],
    );
}

#[test]
fn unnamed_experts_are_less_severe_next_to_a_named_one() {
    check(
        "vague-attribution",
        &[
            ("“The crane is sound,” said Ada Brook, a harbour engineer. Experts say it will stand for years.", INFO),
            ("The crane was sound. Experts say it will stand for years.", WARNING),
        ],
    );
}

#[test]
fn news_and_views_of_an_outlet_itself_are_not_secondhand() {
    check(
        "secondhand-outlet",
        &[
            ("The bridge will be sold in May, Fox News has learned.", None),
            ("The sale was a disgrace, The Guardian said in an editorial.", None),
            ("The bridge will be sold in May, Fox News reported.", WARNING),
        ],
    );
}

#[test]
fn it_refers_to_the_subject_of_the_sentence_before() {
    check(
        "secondhand-outlet",
        &[
            ("The ship carried ore. Reuters reported that it had sunk.", WARNING),
            ("Reuters said that it would cut 20 jobs.", None),
        ],
    );
}

#[test]
fn a_hedge_with_a_source_nearby_is_less_severe() {
    check(
        "hedge-without-source",
        &[
            ("Lund was charged in May with fraud. In June he allegedly sold the boat.", INFO),
            ("The firm has reportedly sold the pier. Brook said the price was low.", INFO),
            ("The firm has reportedly sold the pier.", WARNING),
        ],
    );
}

#[test]
fn a_toll_mentioned_in_passing_is_less_severe() {
    check(
        "casualty-unattributed",
        &[
            ("At least 12 people were killed in the blast.", WARNING),
            ("More than 12 people were killed in the blast.", WARNING),
            ("The fever has killed more than 9,000 people.", INFO),
        ],
    );
}

#[test]
fn a_figure_over_a_period_is_a_warning() {
    check(
        "unattributed-figure",
        &[
            ("The ferries have brought nearly 30,000 more people to the island than planes this year.", WARNING),
            ("The ferries have brought nearly 30,000 more people to the island than planes.", INFO),
        ],
    );
}

#[test]
fn a_quotation_without_a_speaker_is_info() {
    check(
        "unattributed-quote",
        &[("The pier is old. “We never saw the letter from the board about the crane.”", INFO)],
    );
}

#[test]
fn a_collective_mentioned_before_is_less_severe() {
    check(
        "collective-quote",
        &[
            ("Officials said the pier was “rotten through and through”.", WARNING),
            ("Officials said the pier was “quite rotten”.", INFO),
            ("The officials said the pier was “rotten through and through”.", INFO),
        ],
    );
}

#[test]
fn due_to_gives_a_reason_for_anonymity() {
    check(
        "anonymity-unexplained",
        &[
            ("The official spoke on condition of anonymity due to the secrecy of the talks.", None),
            ("The official spoke on condition of anonymity.", WARNING),
        ],
    );
}

#[test]
fn parts_of_words_are_not_misspellings() {
    check(
        "spelling",
        &[
            ("“[D]ebate in this town has raged for years,” Brook said.", None),
            ("“(P)oliticians never write,” Brook said.", None),
            ("The Shi'ites of the town met on Monday.", None),
            ("“We will sink the motherf-----!” Brook said.", None),
        ],
    );
    check("name-inconsistency", &[("ObamaÃ¢â‚¬â„¢s plan was read.\n\nObama spoke on Monday. Obama left.", None)]);
}

#[test]
fn a_misspelling_of_a_long_word_is_an_error() {
    check(
        "spelling",
        &[
            ("The deterioriating pier was shut in the spring.", ERROR),
            ("The national carrrier was shut in the spring.", ERROR),
            ("It was a looooong winter on the pier.", None),
        ],
    );
}

#[test]
fn a_different_first_letter_is_seldom_a_misspelling() {
    check(
        "name-inconsistency",
        &[
            ("The vote on Brexit was close.\n\nBrexit was won.\n\nHe wants Frexit next.", INFO),
            ("The vote on Brexit was close.\n\nBrexit was won.\n\nHe wants Brecit next.", ERROR),
        ],
    );
}

#[test]
fn many_many_and_that_that_are_not_reported() {
    check(
        "doubled-word",
        &[
            ("There were many many boats in the harbour.", None),
            ("I think that that, in the end, is the question.", None),
            ("There were boats in in the harbour.", ERROR),
        ],
    );
}

#[test]
fn an_object_that_looks_like_a_verb_is_not_a_clause() {
    check(
        "loaded-verb",
        &[
            ("Lund, 42, admitted two counts of theft at the court on Monday.", None),
            ("Brook claimed benefits she was not owed.", None),
            ("Lund admitted the pier was rotten.", INFO),
        ],
    );
}

#[test]
fn a_journalist_with_a_name_can_be_asked() {
    check(
        "secondhand-outlet",
        &[
            ("Ada Brook of Politico reported that the pier was sold.", INFO),
            ("CNN declined comment on Monday.", None),
            ("The pier was sold in secret, The Guardian wrote.", WARNING),
        ],
    );
}

#[test]
fn words_said_to_all_media_are_public() {
    check(
        "unnamed-outlet",
        &[
            ("Marta Quill told the media that the clinic would close.", None),
            ("Marta Quill told an Australian radio station that the clinic would close.", WARNING),
        ],
    );
}

#[test]
fn a_name_after_by_identifies_the_pollster() {
    check(
        "poll-without-pollster",
        &[
            (
                "Polls find support for the plan, with 66 percent in favor of a ban, according to an October survey by Morning Consult in Hull.",
                None,
            ),
            ("The plan has support, with 66 percent in favor of a ban, according to an October survey.", WARNING),
        ],
    );
}

#[test]
fn a_name_before_the_noun_identifies_a_collective() {
    check(
        "collective-source",
        &[
            ("The mayor, Ada Brook, left.\n\nBrook aides said the crane was old.", None),
            ("Senior aides said the crane was old.", WARNING),
            (
                "“The pier,” Brook said, “is old.” He left. “Senior men knew.”\n\nSenior aides said the crane was old.",
                WARNING,
            ),
        ],
    );
}

#[test]
fn a_possible_statement_has_no_source() {
    check(
        "anonymous-source",
        &[
            ("It is unusual for a U.S. president to comment about the character of a defendant in a trial.", None),
            ("A port official said that the crane was old.", WARNING),
        ],
    );
}

#[test]
fn a_source_inside_a_quotation_is_not_reported() {
    check(
        "collective-source",
        &[
            (
                "The Courier led its story this way: “After a call, the mayor slipped away from his staff, congressional officials said. He took the car.”",
                None,
            ),
            ("After a call, the mayor slipped away from his staff, senior officials said. He took the car.", WARNING),
        ],
    );
}

#[test]
fn a_hedge_after_a_sentence_in_court_is_less_severe() {
    check(
        "hedge-without-source",
        &[
            ("Lund was sentenced to ten years for allegedly selling the boat.", INFO),
            ("Lund went to Hull for allegedly selling the boat.", WARNING),
        ],
    );
}

/// Rules that look at the following words must cope with the end of the draft.
#[test]
fn rules_that_look_ahead_work_at_the_end_of_a_draft() {
    check("casualty-unattributed", &[("At least 12 people the storm has killed", INFO)]);
    check(
        "poll-without-pollster",
        &[("The plan has support, with 66 percent in favour, according to a poll in the", WARNING)],
    );
}

#[test]
fn another_person_who_told_the_same_outlet_is_a_first_mention() {
    check(
        "anonymous-source",
        &[(
            "A person close to the board told Reuters the pump had failed. An adviser to the mayor told Reuters it had not.",
            WARNING,
        )],
    );
}

#[test]
fn only_the_paragraph_of_a_hedge_can_give_its_source() {
    check(
        "hedge-without-source",
        &[
            ("The pier was allegedly sold.\n\nProsecutors left early.", WARNING),
            ("Prosecutors came. The pier was allegedly sold.", INFO),
        ],
    );
}

#[test]
fn places_and_surnames_that_end_like_plurals_are_not_groups() {
    check(
        "vague-attribution",
        &[
            ("Yemen said they had opened the port.", None),
            ("Brooks said on Monday they had opened the port.", None),
            ("Texas said the port was open.", None),
            ("Women said they had opened the port.", WARNING),
            ("Traders who rent a stall said the port was open.", WARNING),
        ],
    );
}

#[test]
fn a_belief_with_a_subject_is_not_a_passive() {
    check(
        "evasive-passive",
        &[
            ("A group that Ada Brook believed to be armed crossed the river.", None),
            ("A group that she believed to be armed crossed the river.", None),
            ("A group believed to be armed crossed the river.", WARNING),
            ("A group that is believed to be armed crossed the river.", WARNING),
        ],
    );
}

#[test]
fn a_doubled_verb_of_saying_is_reported() {
    check(
        "doubled-word",
        &[
            ("Officials said said the gate was shut.", ERROR),
            ("The mayor, who had the keys, told told the board so.", None),
            ("She added added the gate was shut.", ERROR),
            ("What he said said it all.", None),
            ("All the time she said said the gate was shut.", None),
        ],
    );
}

#[test]
fn a_particle_before_a_preposition_is_not_a_doubled_word() {
    check(
        "doubled-word",
        &[
            ("She will not fit in in the capital.", None),
            ("You mail it in in the spring.", None),
            ("He had many to talk to to begin with.", None),
            ("He wants to to leave.", ERROR),
        ],
    );
}

#[test]
fn a_poll_nearby_identifies_the_pollster() {
    check(
        "poll-without-pollster",
        &[
            ("Polls show support for the ferry. In a Courier poll in May, 60 percent wanted it.", None),
            ("Polls show support for the ferry. In a survey of 1,200 voters, 60 percent wanted it.", None),
            ("Polls show support for the ferry. The mayor had no idea of the poll.", WARNING),
        ],
    );
}

#[test]
fn exact_planned_or_nearby_sourced_figures_are_less_severe() {
    check(
        "unattributed-figure",
        &[
            ("The ferries have brought 31,417 more people to the island than planes this year.", INFO),
            ("The ferries would bring nearly 30,000 more people to the island than planes this year.", INFO),
            (
                "The pier is old.\n\nThe ferries have brought nearly 30,000 more people to the island than planes this year.\n\n“It was a good summer for the ferries,” Ada Brook said.",
                INFO,
            ),
            (
                "The pier is old.\n\nThe ferries have brought nearly 30,000 more people to the island than planes this year.\n\nIt was a good summer for the ferries.",
                WARNING,
            ),
        ],
    );
}

#[test]
fn a_reason_in_the_next_sentence_lowers_the_severity() {
    check(
        "anonymous-source",
        &[
            (
                "A port official said the crane was old. The official asked not to be named because the talks go on.",
                INFO,
            ),
            ("“It will be sold,” said a port official who asked not to be identified in order to speak freely.", INFO),
            (
                "A port official said the crane was old. The mayor asked not to be named because the talks go on.",
                WARNING,
            ),
        ],
    );
}

#[test]
fn a_comma_may_be_missing_after_an_aside() {
    check(
        "anonymous-source",
        &[
            ("But Ada Brook, a lawyer in Hull said the sale was void.", None),
            ("In Hull, a lawyer for the board said the sale was void.", WARNING),
            ("In Port Alder, a lawyer for the board said the sale was void.", WARNING),
        ],
    );
}

#[test]
fn a_name_in_the_next_paragraph_lowers_the_severity() {
    check(
        "anonymous-source",
        &[
            (
                "One expert on ferries warns that the pier will sink.\n\n“It was built on sand,” says Ada Brook, who has studied it for years.",
                INFO,
            ),
            (
                "One lawyer warns that the pier will sink.\n\nAda Brook, a lawyer in Hull, said it was built on sand.",
                INFO,
            ),
            ("One lawyer warns that the pier will sink.\n\nAda Brook, the mayor, said it would stand.", WARNING),
            (
                "A source close to the board said the sale was void.\n\n“It will go on,” said Ada Brook, the mayor.",
                WARNING,
            ),
        ],
    );
}
