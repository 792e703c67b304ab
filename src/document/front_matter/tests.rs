use super::*;

fn check(text: &str, expected: &FrontMatter) {
    let mut front_matter = parse(text, 0).unwrap_or_default();
    front_matter.fields.clear();
    assert_eq!(&front_matter, expected, "{text}");
}

#[test]
fn every_key_with_text_becomes_a_field() {
    let expected: Vec<(String, Vec<String>)> =
        [("Section", vec!["Views"]), ("tags", vec!["a", "2"]), ("lead", vec!["Jo"])]
            .map(|(key, texts)| (key.to_owned(), texts.into_iter().map(str::to_owned).collect()))
            .into();
    for text in [
        "---\nSection: Views\ntags: [a, 2, ~]\nempty:\ndraft: true\nlead: {name: Jo, age: 5}\n1: x\n---\n",
        "+++\nSection = 'Views'\ntags = ['a', 2]\ndraft = true\nlead = {name = 'Jo', age = 5}\n+++\n",
    ] {
        let mut fields = parse(text, 0).expect("it has front matter").fields;
        fields.retain(|(key, _)| key != "1");
        fields.sort_by_key(|(key, _)| expected.iter().position(|(other, _)| other == key));
        assert_eq!(fields, expected, "{text}");
    }
}

#[test]
fn yaml_is_parsed() {
    let text = "---\ntitle: >\n  A long\n  title\nauthors:\n- name: Jane Doe\n- Joe Roe\nbyline: Jane Doe\n\
                publisher:\n  logo: x.png\n  name: Daily\npublished: true\ndate: 2020-01-02\nlang: [en, fr]\n---  \nText\n";
    check(
        text,
        &FrontMatter {
            span: Span::new(0, text.len() - "  \nText\n".len()),
            title: Some("A long title".into()),
            authors: vec!["Jane Doe".into(), "Joe Roe".into()],
            publisher: Some("Daily".into()),
            language: Some("en".into()),
            date: Some("2020-01-02".into()),
            ..FrontMatter::default()
        },
    );
}

#[test]
fn toml_is_parsed() {
    let text = "+++\r\nTitle = 'A'\r\ndate = 2021-05-11T08:20:33Z\r\nlayout = \"post\"\r\nauthors = [\"B\"]\r\n+++\r\n";
    check(
        text,
        &FrontMatter {
            span: Span::new(0, text.len() - 2),
            title: Some("A".into()),
            authors: vec!["B".into()],
            date: Some("2021-05-11T08:20:33Z".into()),
            kind: Some("post".into()),
            ..FrontMatter::default()
        },
    );
}

#[test]
fn front_matter_as_sites_write_it_has_no_fault() {
    for text in [
        "---\n---\n",
        "---\n# only a comment\n...\n",
        "\n\n---\ntitle: a\n---",
        "---\ntitle: a\ntitle: b\n---\n",
        "---\ntitle: !site a\nx: !!binary aGk=\ny: .nan\n1: 2\n? [a]\n: b\n---\n",
        "---\r\ntitle: 'It''s'\r\n---\r\n",
        "+++\n+++\n",
        "---\rtitle: a\r---\r",
        "---\ntitle: 'It''s\nlate'\nb: \"c\n\\\"d\\\"\n\"\n---\n",
        "---js\n{ title: (a) => a }\n---\n",
        "---toml\ntitle = 'a'\n---\n",
        "---json\n{\"title\": \"a\"}\n---\n",
        ";;;\n\"title\": \"a\",\n\"b\": 1\n;;;\n",
        "{\"title\": \"a }\", \"b\": [{}]}",
        "<!-- The yard's -->\n\n---\ntitle: a\n---\n",
        "Title: a\nDate: b\n\nText",
    ] {
        let front_matter = parse(text, 0).expect(text);
        assert_eq!(front_matter.broken, None, "{text}");
        assert!(!front_matter.span.is_empty());
    }
}

#[test]
fn a_fault_has_a_span_and_a_plain_message() {
    for (text, place) in [
        ("---\ntitle: \"a\nb\"\nx: [\"\n---\n", "b\""),
        ("---\na: b: c\n---\n", ": c"),
        ("---\ntitle: [a\n---\n", "[a"),
        ("---\nonly words\n---\n", "---"),
        ("+++\ntitle = A\n+++\n", "A"),
        ("+++\ntitle = 'a'\nbad = \n+++\n", "bad ="),
        ("+++\ntitle = 'a'\r\nbad = \r\n+++\n", "bad ="),
        ("+++\rtitle = 'a'\rbad =\r+++\r", "bad ="),
        ("{\n\"title\": \"a\",\n\"b\": nothing\n}\n", "othing"),
    ] {
        let (span, fault) = parse(text, 0).and_then(|front_matter| front_matter.broken).expect(text);
        assert_eq!(&text[span.range()], place, "{text}: {fault:?}");
        let FrontMatterFault::Unreadable(message) = fault else { panic!("{text}: {fault:?}") };
        assert!(
            !message.is_empty() && !message.contains("at line") && !message.starts_with(char::is_uppercase),
            "{message}"
        );
    }
}

#[test]
fn thematic_breaks_are_not_fences() {
    for text in [
        "---\ntitle: a\n",
        "---\n\nA paragraph: one.\n\n---\n",
        "# A\n---\na: b\n---\n",
        "+++\n---\n",
        "----\na: b\n----\n",
        "---and more\na: b\n---\n",
        "<!-- a -->\n---\n\nA paragraph: one.\n\n---\n",
        "{\"a\"} b\n",
        "{{ \"a\": 1 }}\n",
        "{\"a\": 1} is what it says\n",
        "Title: a\nand a sentence\n",
        "Mayor: No.\nReporter: Why?\n",
    ] {
        assert_eq!(parse(text, 0), None, "{text}");
    }
}

#[test]
fn alias_bombs_deep_nesting_and_long_front_matter_are_faults() {
    let mut bomb = "---\na0: &a0 [x, x]\n".to_owned();
    for i in 1..30 {
        let last = i - 1;
        bomb.extend(["a", &i.to_string(), ": &a", &i.to_string(), " ["]);
        bomb += &format!("*a{last}, ").repeat(4);
        bomb += "]\n";
    }
    let deep = format!("---\ntitle: {}\n---\n", "[".repeat(20_000));
    let giant = format!("---\ntitle: {}\n---\n", "x".repeat(MAX_LEN));
    for text in [bomb + "title: *a29\n---\n", deep, giant] {
        assert!(parse(&text, 0).is_some_and(|front_matter| front_matter.broken.is_some()));
    }
}
