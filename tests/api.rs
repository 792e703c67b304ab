//! The public API, as a program that embeds bylint uses it.

use bylint::{Applicability, Draft, Linter, Severity};

fn rules_of(linter: &Linter, draft: &Draft) -> Vec<(String, Severity)> {
    let analysis = linter.analyze(draft, None).expect("the settings are sound");
    analysis.findings().iter().map(|finding| (finding.rule.to_string(), finding.severity)).collect()
}

fn fault(builder: bylint::LinterBuilder) -> String {
    builder.build().expect_err("something is wrong").to_string()
}

#[test]
fn a_configuration_decides_by_path_and_front_matter() {
    let config = "[[overrides]]\npaths = ['sport/']\nrules.severity.anonymous-source = 'info'\n\
                  [[overrides]]\nfront-matter.type = 'opinion'\nrules.ignore = ['anonymous-source']\n";
    let linter = Linter::builder().config_str("bylint.toml", config).build().expect("it is sound");
    let text = "The bridge is closed, sources said.\n";
    let found = |name: &str, text: &str| rules_of(&linter, &Draft::markdown(name, text));
    assert_eq!(found("news/a.md", text), [("anonymous-source".to_owned(), Severity::Error)]);
    assert_eq!(found("sport/a.md", text), [("anonymous-source".to_owned(), Severity::Info)]);
    // `.` and `..` in a name are resolved, as in the command.
    for (name, severity) in [
        ("./sport/a.md", Severity::Info),
        ("news/../sport/a.md", Severity::Info),
        ("sport/../news/a.md", Severity::Error),
        // Outside the directory of the configuration.
        ("../sport/a.md", Severity::Error),
        ("news/../../sport/a.md", Severity::Error),
        ("/sport/a.md", Severity::Error),
    ] {
        assert_eq!(found(name, text), [("anonymous-source".to_owned(), severity)], "{name}");
    }
    assert_eq!(found("news/a.md", &format!("---\ntype: Opinion\n---\n\n{text}")), []);
}

#[test]
fn files_that_a_configuration_names_are_passed_as_text() {
    let linter = Linter::builder()
        .config_str("desk/bylint.toml", "extends = '../house.toml'\n[language]\ndictionary = ['words.txt']\n")
        .file("house.toml", "[newsroom]\npartners = { file = 'partners.txt' }\n")
        .file("partners.txt", "Harbour Wire\n")
        .file("desk/words.txt", "Skarvikk\n")
        .build()
        .expect("all files are there");
    let own = "The gate in Skarvikk is shut, according to Harbour Wire.\n";
    assert_eq!(rules_of(&linter, &Draft::markdown("a.md", own)), []);
    let other = "The gate is shut, according to TASS.\n";
    assert_eq!(rules_of(&linter, &Draft::markdown("a.md", other))[0].0, "secondhand-outlet");
}

#[test]
fn errors_name_their_file_and_place() {
    let missing = Linter::builder().config_str("bylint.toml", "extends = 'house.toml'\n");
    assert_eq!(fault(missing), "bylint.toml:1:11: `house.toml` was not given to the linter's builder");
    let pack = Linter::builder().rule_pack("house", [("rain.toml", "kind = 'rain'\n")]);
    assert!(fault(pack).starts_with("house/rain.toml:1:8: "), "a rule's fault is in its own file");
    let unknown = Linter::builder().select("anonymous-sauce");
    assert_eq!(fault(unknown), "no rule or family named `anonymous-sauce`; did you mean `anonymous-source`?");
}

#[test]
fn suppressions_end_on_their_day() {
    let text = "<!-- bylint-ignore anonymous-source until 2027-03-01 by A. Brook: at risk -->\n\nSources said so.\n";
    let linter = Linter::builder().select("sourcing").build().expect("the family exists");
    let draft = Draft::markdown("a.md", text);
    let on = |day: Option<&str>| {
        let analysis = linter.analyze(&draft, day.map(|day| day.parse().expect("a day"))).expect("no overrides");
        (analysis.findings().len(), analysis.suppressed().len())
    };
    assert_eq!((on(None), on(Some("2027-03-01")), on(Some("2027-03-02"))), ((0, 1), (0, 1), (1, 0)));
}

#[test]
fn fixes_are_applied_up_to_the_given_applicability() {
    let linter = Linter::builder().build().expect("the built-in rules are sound");
    let draft = Draft::plain_text("a.txt", "The the gate was shut, Ada Brook said.");
    let fixed = linter.analyze(&draft, None).expect("no overrides").fix(Applicability::Safe).expect("they end");
    assert_eq!((fixed.draft.bytes(), fixed.fixed), (&b"The gate was shut, Ada Brook said."[..], 1));
}

#[test]
fn one_linter_serves_many_threads() {
    let linter = Linter::builder().build().expect("the built-in rules are sound");
    let draft = Draft::markdown("a.md", "The bridge is closed, sources said.\n");
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let each: Vec<_> = (0..4).map(|_| scope.spawn(|| rules_of(&linter, &draft).len())).collect();
        each.into_iter().map(|thread| thread.join().expect("nothing panics")).collect()
    });
    assert_eq!(counts, [1; 4]);
}

#[test]
fn a_draft_in_utf_16_is_fixed_in_its_encoding() {
    let utf_16 = |text: &str| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let linter = Linter::builder().build().expect("the built-in rules are sound");
    let draft = Draft::plain_text("a.txt", utf_16("The the gate was shut, Ada Brook said."));
    let fixed = linter.analyze(&draft, None).expect("no overrides").fix(Applicability::Safe).expect("they end");
    assert_eq!(fixed.draft.bytes(), utf_16("The gate was shut, Ada Brook said."));
    let fix_broken = |text: &str| {
        let draft = Draft::plain_text("a.txt", [utf_16(text), vec![0, 0xd8]].concat());
        linter.analyze(&draft, None).expect("no overrides").fix(Applicability::Safe)
    };
    let error = fix_broken("The the gate was shut, Ada Brook said.").expect_err("it cannot be written as it was");
    assert_eq!(error.to_string(), "the draft is UTF-16 with characters that cannot be decoded");
    assert_eq!(fix_broken("The gate was shut, Ada Brook said.").expect("nothing to fix").fixed, 0);
}

#[test]
fn quoted_words_are_never_changed() {
    let linter = Linter::builder().build().expect("the built-in rules are sound");
    let draft = Draft::plain_text("a.txt", "“We shut the the gate,” Ada Brook said.");
    let analysis = linter.analyze(&draft, None).expect("no overrides");
    assert_eq!(&*analysis.findings()[0].rule, "doubled-word");
    let fixed = analysis.fix(Applicability::Manual).expect("they end");
    assert_eq!((fixed.text(), fixed.fixed), ("“We shut the the gate,” Ada Brook said.", 0));
}

#[test]
fn a_rule_pack_may_be_given_file_by_file() {
    let rule = |word: &str| {
        format!(
            "kind = 'substitution'\nlevel = 'sentence'\nseverity = 'warning'\nconfidence = 'high'\n\
             message = 'Write “{{fix}}”'\nlabel = 'style'\nwhat = 'Finds it.'\nwhy = 'Style.'\ninstead = 'Change it.'\n\
             standards = ['Ours']\nswap = {{ {word} = 'people' }}\n"
        )
    };
    let linter = Linter::builder()
        .rule_pack("house", [("one.toml", rule("netizens"))])
        .rule_pack("house", [("two.toml", rule("punters"))])
        .select("house")
        .build()
        .expect("both rules are sound");
    let found = rules_of(&linter, &Draft::markdown("a.md", "The netizens and the punters laughed.\n"));
    assert_eq!(found.iter().map(|(rule, _)| &**rule).collect::<Vec<_>>(), ["one", "two"]);
}
