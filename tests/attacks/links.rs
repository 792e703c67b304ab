//! Links in a repository cannot be used to read, show or write anything outside it.

use crate::harness::{FAULTY, Scene};
use std::fs;

const SECRET: &str = "s3cr3t-0419";

/// Arguments that write a report, each with the name of the file.
const REPORTS: [&str; 6] = [
    "check --diff --output {}",
    "check --exit-zero --format sarif --output {}",
    "check --format json --output {}",
    "sources --format html --output {}",
    "audit --format csv --output {}",
    "baseline --baseline {}",
];

/// A clone of a hostile repository with a draft. `link` creates the link that is committed as `name`.
fn cloned(name: &str, target: &str) -> Scene {
    let scene = Scene::repository(&[("a.md", FAULTY), ("docs/there.txt", "ours\n")]);
    scene.write("outside/mine.txt", "mine\n");
    scene.link(target, &format!("r/{name}"));
    scene.commit("r");
    scene.git(".", &["clone", "-q", "r", "clone"]);
    scene
}

#[test]
fn a_report_is_not_written_through_a_link_that_leads_out() {
    for (name, target, written) in [
        ("out", "../outside/mine.txt", "out"),
        ("out", "../outside/new.txt", "out"),
        ("out", "..", "out/new.txt"),
        ("out", "../outside", "out/mine.txt"),
        ("out", "../outside", "out/new.txt"),
        ("docs/out", "../../outside", "docs/out/new.txt"),
        ("docs/out", "../../outside/mine.txt", "docs/../docs/out"),
    ] {
        for report in REPORTS {
            let scene = cloned(name, target);
            let args = report.replace("{}", written);
            let run = scene.run("clone", &args);
            assert_eq!(scene.read("outside/mine.txt"), "mine\n", "{args}: {name} -> {target}");
            assert_eq!(scene.names("outside"), ["mine.txt"], "{args}: {name} -> {target}");
            assert_eq!(scene.names(".").len(), 5, "{args}: {name} -> {target}");
            assert!(run.code == 2 && run.err.contains("a symbolic link leads out of"), "{args}: {}", run.printed());
        }
    }
}

#[test]
fn nothing_is_written_into_the_git_directory_through_a_link() {
    for (name, target, written) in [
        ("out", ".git/hooks/pre-commit", "out"),
        ("out", ".git/config", "out"),
        ("out", ".git/hooks", "out/post-checkout"),
        ("out", ".git", "out/hooks/post-checkout"),
        ("two", "one", "two/hooks/post-checkout"),
    ] {
        let scene = cloned(name, target);
        if name == "two" {
            scene.link(".git", "clone/one");
        }
        let hooks = scene.names("clone/.git/hooks");
        let config = scene.read("clone/.git/config");
        for report in REPORTS {
            let args = report.replace("{}", written);
            let run = scene.run("clone", &args);
            // A baseline in `.git` would contain no draft.
            let refused =
                run.err.contains("into a `.git` directory") || run.err.contains("the baseline was not written");
            assert!(run.code == 2 && refused, "{args}: {}", run.printed());
            assert_eq!(
                (scene.names("clone/.git/hooks"), scene.read("clone/.git/config")),
                (hooks.clone(), config.clone())
            );
        }
    }
}

/// Outside a repository, the directory of `bylint.toml` is the limit, or else the working directory.
#[test]
fn without_a_repository_the_directory_is_the_limit() {
    for settings in [true, false] {
        let scene = Scene::new();
        scene.write("r/sub/a.md", FAULTY);
        scene.write("outside/mine.txt", "mine\n");
        scene.link("../../outside/mine.txt", "r/sub/out");
        scene.link("../outside/mine.txt", "r/out");
        if settings {
            scene.write("r/bylint.toml", "");
        }
        let folder = if settings { "r/sub" } else { "r" };
        for out in ["out", "./out"] {
            let run = scene.run(folder, &format!("check --format json --output {out}"));
            assert!(run.code == 2 && run.err.contains("a symbolic link leads out of"), "{}", run.printed());
        }
        assert_eq!(scene.read("outside/mine.txt"), "mine\n");
        scene.link(scene.path("outside/mine.txt"), "r/sub/link.md");
        let run = scene.run(folder, if settings { "check link.md" } else { "check sub/link.md" });
        assert_eq!(run.code, 2, "{}", run.printed());
    }
}

/// Links that the user names, and links that stay inside the repository, are followed.
#[test]
fn links_inside_or_named_by_the_user_are_followed() {
    let scene = cloned("latest", "docs/there.txt");
    assert_eq!(scene.run("clone", "check --format json --output latest").code, 1);
    assert!(scene.read("clone/docs/there.txt").contains("doubled-word"));
    assert!(fs::symlink_metadata(scene.path("clone/latest")).is_ok_and(|there| there.is_symlink()));
    scene.link("outside", "reports");
    let reports = scene.path("reports/new.json");
    assert_eq!(scene.run("clone", &format!("check --format json --output {}", reports.display())).code, 1);
    assert!(scene.read("outside/new.json").contains("doubled-word"));
    for device in ["/dev/stdout", "/dev/fd/1"] {
        let run = scene.run("clone", &format!("check --format json --output {device}"));
        assert!(run.code == 1 && run.out.contains("doubled-word"), "{}", run.printed());
    }
    assert_eq!(scene.run("clone", "check --format json --output /dev/null").code, 1);
}

/// A run on GitHub appends to the job summary.
#[test]
fn the_summary_of_a_job_is_not_written_through_a_link() {
    let scene = cloned("summary.md", "../outside/mine.txt");
    let summary = scene.path("clone/summary.md").display().to_string();
    let scene = scene.with("GITHUB_STEP_SUMMARY", &summary);
    assert_eq!(scene.run("clone", "check --format github a.md").code, 2);
    assert_eq!(scene.read("outside/mine.txt"), "mine\n");
    let scene = cloned("x", "y");
    let summary = scene.path("tmp/summary.md").display().to_string();
    let scene = scene.with("GITHUB_STEP_SUMMARY", &summary);
    assert_eq!(scene.run("clone", "check --format github a.md").code, 1);
    assert!(scene.read("tmp/summary.md").contains("doubled-word"));
}

/// A link given as an argument is another name of a draft. Only drafts are changed, and only in the same tree.
#[test]
fn fix_follows_links_only_to_drafts_in_the_same_tree() {
    for (target, code) in [("docs/b.md", 0), ("notes.cfg", 2), ("../outside/b.md", 2), (".git/b.md", 2)] {
        let scene = cloned("link.md", target);
        for draft in ["outside/b.md", "clone/docs/b.md", "clone/notes.cfg", "clone/.git/b.md"] {
            scene.write(draft, FAULTY);
        }
        let run = scene.run("clone", "check --fix link.md");
        assert_eq!(run.code, code, "{target}: {}", run.printed());
        let changed = |draft: &str| scene.read(draft) != FAULTY;
        assert_eq!(changed("clone/docs/b.md"), code == 0, "{target}");
        assert!(!changed("outside/b.md") && !changed("clone/notes.cfg") && !changed("clone/.git/b.md"), "{target}");
        assert!(code == 0 || run.err.contains("link.md"), "{}", run.err);
    }
}

/// Settings and baselines outside the repository are neither used nor shown, in any command.
#[test]
fn settings_and_baselines_are_not_read_through_a_link() {
    let commands = [
        "check",
        "check --format sarif",
        "config show a.md",
        "sources --format html",
        "words",
        "rules",
        "explain doubled-word",
        "baseline --prune",
        "audit",
        "test",
        "baseline",
        "baseline a.md",
    ];
    for (name, text) in [
        ("bylint.toml", "fail-on = \"never\"\n"),
        ("bylint.toml", "exclude = [\"*\"]\n"),
        ("bylint.toml", &format!("{SECRET} = 1\n")),
        (
            "bylint-baseline.toml",
            "version = 1\n\n[[draft]]\npath = \"a.md\"\nfindings = [\n  { rule = \"doubled-word\", words = \"in\" },\n]\n",
        ),
        ("bylint-baseline.toml", &format!("{SECRET} = 1\n")),
    ] {
        for target in ["../outside/mine.txt", "/proc/self/environ", "../outside/none.txt"] {
            let scene = cloned(name, target).with("TOKEN", SECRET);
            scene.write("outside/mine.txt", text);
            for command in commands {
                let run = scene.run("clone", command);
                assert!(!run.printed().contains(SECRET), "bylint {command} shows what {name} leads to");
                assert!(run.code != 0 || !command.starts_with("check"), "bylint {command} obeys {name}");
                if run.code == 2 && command == "check" {
                    assert!(run.err.contains(&format!("{name}: a symbolic link leads out of")), "{}", run.err);
                }
            }
            assert_eq!(scene.read("outside/mine.txt"), text);
        }
    }
    // Also if `--config` and `--baseline` name them.
    let scene = cloned("link.toml", "../outside/mine.txt");
    scene.write("outside/mine.txt", &format!("{SECRET} = 1\n"));
    for args in ["check --config link.toml", "check --baseline link.toml", "audit --baseline link.toml"] {
        let run = scene.run("clone", args);
        assert!(run.code == 2 && !run.printed().contains(SECRET), "{args}: {}", run.printed());
    }
}

/// A configuration can only name files in the repository, and none in `.git`, where credentials are.
#[test]
fn settings_cannot_name_files_outside_or_in_the_git_directory() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    scene.write("outside/list", SECRET);
    scene.write("r/.git/credentials", &format!("https://u:{SECRET}@example.com\n"));
    scene.git("r", &["config", "remote.o.url", &format!("https://u:{SECRET}@example.com/x")]);
    scene.link(".git", "r/g");
    scene.link(".git/credentials", "r/names.txt");
    scene.link("../outside", "r/o");
    let places = [
        ".git/credentials",
        ".git/config",
        "names.txt",
        "g/credentials",
        "./x/../.git/./config",
        "../outside/list",
        "o/list",
        ".GIT/config",
    ];
    for place in places {
        for key in ["partners", "own-outlets", "state-media", "settled-facts"] {
            let one = format!("newsroom.{key} = [{{ file = \"{place}\" }}]\n");
            let some = format!("[[overrides]]\npaths = [\"*.md\"]\n{one}");
            for settings in [one, some] {
                scene.write("r/bylint.toml", &settings);
                for command in ["config show a.md", "check", "words"] {
                    let run = scene.run("r", command);
                    assert!(run.code == 2 && !run.printed().contains(SECRET), "{place}: {}", run.printed());
                }
            }
        }
        for settings in [
            format!("extends = [\"{place}\"]\n"),
            format!("language.dictionary = [\"{place}\"]\n"),
            format!("rules.packs = [\"{place}\"]\n"),
        ] {
            scene.write("r/bylint.toml", &settings);
            let run = scene.run("r", "check");
            assert!(run.code == 2 && !run.printed().contains(SECRET), "{settings}: {}", run.printed());
        }
    }
}

/// For `bylint test`, too, a pack must be in the repository, whichever file names it.
#[test]
fn rules_outside_the_repository_are_not_tested() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    let secret = format!("token = \"{SECRET}\"\n");
    scene.write("outside/credentials.toml", &secret);
    scene.write("r/.git/hooks/credentials.toml", &secret);
    scene.link("../outside", "r/link");
    let outside = scene.path("outside").display().to_string();
    for place in [&*outside, "../outside", "link", ".git/hooks", "../r/../outside"] {
        let packs = format!("rules.packs = [\"{place}\"]\n");
        for (file, text) in [("base.toml", "extends = [\"base.toml\"]\n"), ("bylint.toml", "")] {
            scene.write("r/bylint.toml", text);
            scene.write(&format!("r/{file}"), &packs);
            for args in ["test", "test --config bylint.toml"] {
                scene.write("r/bylint.toml", if text.is_empty() { &packs } else { text });
                let run = scene.run("r", args);
                assert_eq!(run.code, 2, "{args} {place}: {}", run.printed());
                assert!(!run.printed().contains(SECRET) && run.err.contains(place), "{args}: {}", run.printed());
            }
        }
    }
}

/// Error messages show lines of settings, so only settings files are parsed as settings.
#[test]
fn settings_cannot_be_a_link_to_another_kind_of_file() {
    for name in ["bylint.toml", ".bylint.toml", "desk/bylint.toml", "bylint-baseline.toml"] {
        let scene = Scene::repository(&[("desk/a.md", FAULTY), (".env", &format!("TOKEN={SECRET}\n"))]);
        scene.link(if name.starts_with("desk") { "../.env" } else { ".env" }, &format!("r/{name}"));
        for args in ["check", "audit", "baseline --prune"] {
            let run = scene.run("r", args);
            assert!(run.code == 2 && !run.printed().contains(SECRET), "{name} {args}: {}", run.printed());
            assert!(run.err.contains("links to a file that is not a .toml file"), "{name}: {}", run.err);
        }
    }
}

/// Messages do not even say whether a file outside the repository exists.
#[test]
fn messages_do_not_reveal_files_outside() {
    let scene = Scene::repository(&[("a.md", FAULTY)]);
    scene.write("outside/is-here", "x\n");
    scene.link("../outside", "r/link");
    let outside = scene.path("outside").display().to_string();
    let answers = |place: &str| {
        let baseline = format!(
            "version = 1\n\n[[draft]]\npath = \"{place}\"\nfindings = [\n  {{ rule = \"doubled-word\", words = \"in\" }},\n]\n"
        );
        scene.write("r/bylint-baseline.toml", &baseline);
        let audit = scene.run("r", "audit --format json --today 2026-05-01");
        let prune = scene.run("r", "baseline --prune");
        scene.remove("r/bylint-baseline.toml");
        scene.write("r/bylint.toml", &format!("language.dictionary = [\"{place}\"]\n"));
        let check = scene.run("r", "check");
        scene.remove("r/bylint.toml");
        let read = ["check", "sources"].map(|command| scene.run("r", &format!("{command} {place}")));
        // The file does not exist in the first round.
        let _ = fs::remove_file(scene.path("r/through.md"));
        scene.link(place, "r/through.md");
        let through = scene.run("r", "check through.md");
        let [sources, draft] = read;
        [audit, prune, check, sources, draft, through]
            .map(|run| (run.code, run.printed().replace("is-here", "NAME").replace("is-gone", "NAME")))
    };
    for folder in ["link", "../r/link"] {
        assert_eq!(answers(&format!("{folder}/is-here")), answers(&format!("{folder}/is-gone")), "{folder}");
        assert_eq!(answers(&format!("{folder}/is-here/x")), answers(&format!("{folder}/is-gone/x")), "{folder}");
    }
    // A file that the user names directly is allowed; only settings may not name it.
    for folder in [&outside, "../outside", "x/../../outside"] {
        for below in ["", "/x"] {
            let [here, gone] = ["is-here", "is-gone"].map(|name| answers(&format!("{folder}/{name}{below}")));
            assert_eq!(here[..3], gone[..3], "{folder}");
            assert_eq!(here[5], gone[5], "{folder}");
        }
    }
}

/// `config show` prints the number of names in a list, not the names, because a `bylint.toml` can name any file of the
/// repository.
#[test]
fn config_show_does_not_print_the_content_of_list_files() {
    let scene = Scene::repository(&[("a.md", FAULTY), (".env", &format!("TOKEN={SECRET}\nMORE=1\n"))]);
    scene.write("r/bylint.toml", "newsroom.partners = [\"AP\", { file = \".env\" }]\nextends = []\n");
    let run = scene.run("r", "config show a.md");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("\"AP\"") && run.out.contains("{ file = \".env\" }") && run.out.contains("# 2 names"),
        "{}",
        run.out
    );
    assert!(!run.printed().contains(SECRET));
    scene.write("r/bylint.toml", "extends = [\".env\"]\n");
    let run = scene.run("r", "check");
    assert!(
        run.code == 2 && run.err.contains("takes only .toml files") && !run.printed().contains(SECRET),
        "{}",
        run.err
    );
}

/// A draft that is a link out of the repository is not shown, even if a hook passes its name.
#[test]
fn a_draft_is_not_read_through_a_link_that_leads_out() {
    let scene = cloned("b.md", "/proc/self/environ").with("TOKEN", &format!("The {SECRET} {SECRET} mill."));
    scene.link("../outside", "clone/more");
    scene.write("outside/c.md", &format!("The {SECRET} mill closed in in May.\n"));
    for args in [
        "check b.md",
        "check --force-exclude a.md b.md",
        "sources b.md",
        "check more",
        "check more/c.md",
        "words more",
        "audit b.md",
    ] {
        let run = scene.run("clone", args);
        assert!(run.code == 2 && run.err.contains("a symbolic link leads out of"), "{args}: {}", run.printed());
        assert!(!run.printed().contains(SECRET), "{args}");
    }
    assert_eq!(scene.run("clone", "check --show-files").out, "a.md\ndocs/there.txt\n");
}
