//! Commands that a repository names are not run, and other repositories are not read.

use crate::harness::{FAULTY, Scene};

/// Commands of bylint that run git, or could.
const COMMANDS: [&str; 9] = [
    "audit",
    "check --changed-since HEAD",
    "check --changed-since HEAD --diff",
    "check --changed-since HEAD --show-files",
    "check --changed-since HEAD --fix",
    "check --staged",
    "check --staged --fix",
    "check --format github",
    "baseline --baseline known.toml",
];

/// A draft with an ignore comment; `audit` asks git who wrote it.
const IGNORED: &str = "<!-- bylint-ignore vague-attribution: the desk agreed -->\n\nCritics say it.\n";

/// Runs each command after an edit, and asserts that none created the file `ran`.
#[track_caller]
fn runs_nothing(scene: &Scene, folder: &str, draft: &str) {
    for (number, command) in COMMANDS.iter().enumerate() {
        scene.write(draft, &format!("{IGNORED}\nOne more line, and {number} of them.\n"));
        scene.run(folder, command);
        assert!(!scene.path("ran").exists(), "bylint {command} in {folder} ran a command of the repository");
    }
}

fn mark(scene: &Scene) -> String {
    format!("touch {}", scene.path("ran").display())
}

/// The `.git/config` of an unpacked archive names commands, and attributes of the draft activate them.
#[test]
fn commands_in_the_git_config_are_not_run() {
    for (attribute, key, value) in [
        ("filter=x", "filter.x.clean", "{mark}; cat"),
        ("filter=x", "filter.x.process", "{mark}; false"),
        ("diff=x", "diff.x.textconv", "{mark}; cat"),
    ] {
        let scene = Scene::repository(&[("a.md", IGNORED), (".gitattributes", &format!("*.md {attribute}\n"))]);
        scene.git("r", &["config", key, &value.replace("{mark}", &mark(&scene))]);
        scene.git("r", &["config", "filter.x.required", "true"]);
        runs_nothing(&scene, "r", "r/a.md");
        let asked = if key == "diff.x.textconv" { ["blame", "a.md"] } else { ["diff", "HEAD"] };
        scene.git_runs_it("ran", "r", &asked);
    }
}

/// A partial clone lacks objects; its configuration names a command that fetches them.
#[test]
fn missing_objects_of_a_partial_clone_are_not_fetched() {
    for (name, url, more) in [
        ("origin", "{scene}/nothing", &[("remote.origin.uploadpack", "{mark}; false #")][..]),
        ("other", "ext::sh {scene}/command", &[("protocol.ext.allow", "always")]),
    ] {
        let scene = Scene::repository(&[("a.md", IGNORED), ("sub/b.md", "All is well.\n")]);
        let here = scene.path("").display().to_string();
        scene.write("r/a.md", &format!("{IGNORED}\nStaged.\n"));
        scene.git("r", &["add", "a.md"]);
        scene.write("command", &mark(&scene));
        std::fs::create_dir(scene.path("nothing")).expect("a folder");
        for (key, value) in [("core.repositoryformatversion", "1"), ("extensions.partialClone", name)] {
            scene.git("r", &["config", key, value]);
        }
        scene.git("r", &["config", &format!("remote.{name}.url"), &url.replace("{scene}/", &here)]);
        scene.git("r", &["config", &format!("remote.{name}.promisor"), "true"]);
        for (key, value) in more {
            scene.git("r", &["config", key, &value.replace("{mark}", &mark(&scene))]);
        }
        for object in ["HEAD:a.md", ":a.md", "HEAD:sub"] {
            let object = scene.git("r", &["rev-parse", object]);
            scene.remove(&format!("r/.git/objects/{}/{}", &object[..2], &object[2..]));
        }
        runs_nothing(&scene, "r", "r/a.md");
        // The run reports the missing object and does not treat the draft as unchanged.
        let run = scene.run("r", "check --staged");
        assert!(run.code == 2 && run.err.contains("git"), "{}", run.printed());
        scene.git_runs_it("ran", "r", &["cat-file", "-p", "HEAD:a.md"]);
    }
}

/// A pull request contains a bare repository as plain files, with a draft in it.
#[test]
fn a_bare_repository_committed_as_files_is_not_used() {
    for (attribute, key) in [("diff=x", "diff.x.textconv"), ("filter=x", "filter.x.clean")] {
        let scene = Scene::repository(&[("z.md", "All is well.\n")]);
        scene.git("r", &["branch", "base"]);
        scene.git("r", &["init", "-q", "--bare", "e"]);
        scene.write("r/e/a.md", IGNORED);
        scene.write("r/e/.gitattributes", &format!("*.md {attribute}\n"));
        let tree = ["--git-dir=.", "--work-tree=."];
        scene.write("r/e/config", "[core]\nrepositoryformatversion = 0\nbare = false\nworktree = .\n");
        scene.git("r/e", &[&tree[..], &["add", "-f", "a.md", ".gitattributes"]].concat());
        scene.git("r/e", &[&tree[..], &["commit", "-qm", "x"]].concat());
        scene.git("r/e", &[&tree[..], &["config", key, &format!("{}; cat", mark(&scene))]].concat());
        scene.commit("r");
        scene.git(".", &["clone", "-q", "--no-local", "r", "clone"]);
        scene.git("clone", &["branch", "base", "origin/base"]);
        assert!(!scene.path("ran").exists(), "the clone itself ran it");
        for folder in ["clone", "clone/e"] {
            runs_nothing(&scene, folder, "clone/e/a.md");
        }
        for (folder, args) in [
            ("clone", "check --changed-since base e/a.md"),
            ("clone/e", "check --changed-since HEAD a.md"),
            ("clone", "audit e/a.md"),
        ] {
            scene.run(folder, args);
            assert!(!scene.path("ran").exists(), "bylint {args} in {folder} ran a command of the tree");
        }
        // Outside any other repository, it is still not treated as a repository.
        std::fs::rename(scene.path("clone/e"), scene.path("alone")).expect("it can be moved");
        let run = scene.run("alone", "check --changed-since HEAD");
        assert!(run.code == 2 && run.err.contains("not in a git repository: "), "{}", run.printed());
        scene.write("alone/a.md", &format!("{IGNORED}\nOne more line.\n"));
        scene.git_runs_it("ran", "alone", &["blame", "a.md"]);
    }
}

/// These variables are set in a job that runs inside another repository's hook, or in a shell started from one.
#[test]
fn a_repository_in_the_environment_is_not_used() {
    let repository = || {
        let scene = Scene::repository(&[("a.md", "All is well.\n")]);
        scene.git(".", &["clone", "-q", "r", "other"]);
        scene.write("r/a.md", FAULTY);
        scene
    };
    assert_eq!(repository().run("r", "check --changed-since HEAD").code, 1);
    for names in [&["GIT_WORK_TREE"][..], &["GIT_DIR"], &["GIT_DIR", "GIT_WORK_TREE"], &["GIT_INDEX_FILE"]] {
        let mut scene = repository();
        let other = scene.path("other");
        for name in names {
            let value = match *name {
                "GIT_WORK_TREE" => other.clone(),
                "GIT_INDEX_FILE" => other.join(".git/index"),
                _ => other.join(".git"),
            };
            scene = scene.with(name, value.to_str().expect("a plain path"));
        }
        let run = scene.run("r", "check --changed-since HEAD");
        assert_eq!(run.code, 1, "{names:?}: {}", run.printed());
        scene.git("r", &["add", "a.md"]);
        assert_eq!(scene.run("r", "check --staged").code, 1, "{names:?}");
    }
    // In a hook, git names the index that the commit is made from.
    let scene = repository();
    std::fs::copy(scene.path("r/.git/index"), scene.path("r/.git/next-index")).expect("a copy");
    scene.git("r", &["add", "a.md"]);
    let index = scene.path("r/.git/next-index");
    let scene = scene.with("GIT_INDEX_FILE", index.to_str().expect("a plain path"));
    assert_eq!(scene.run("r", "check --staged").code, 0);
}

/// Git would run a filter before it compares. bylint does not, and says so.
#[test]
fn a_draft_with_a_git_filter_is_named() {
    let scene = Scene::repository(&[
        ("a.md", "All is well.\n"),
        ("b.md", "All is well.\n"),
        (".gitattributes", "a.md filter=lfs\nb.md working-tree-encoding=ISO-8859-1\n"),
    ]);
    let run = scene.run("r", "check --changed-since HEAD");
    assert!(!run.err.contains("filter"), "{}", run.err);
    scene.write("r/a.md", FAULTY);
    let run = scene.run("r", "check --changed-since HEAD");
    assert!(
        run.code == 1 && run.err.contains("git has a filter for these files") && run.err.contains(": a.md"),
        "{}",
        run.err
    );
}
