//! The messages about revisions that cannot be used. Each says what to do next.

use super::{Repository, trimmed_text};

/// The message that the merge base is older than the oldest commit of this clone.
pub(super) fn missing_merge_base_message(revision: &str) -> String {
    format!("this clone does not contain the common ancestor of HEAD and `{revision}`: {DEEPEN}")
}

/// The advice on how to get older commits.
pub(crate) const DEEPEN: &str =
    "run `git fetch --unshallow`, or set `fetch-depth: 0` (actions/checkout) or `GIT_DEPTH: 0` (GitLab)";

/// Minimum length of a revision that looks like a hash.
const MIN_HASH_LENGTH: usize = 7;

/// The message about an unknown revision. `origin/main` is the branch `main` of `origin`.
pub(super) fn unknown_revision_message(repository: &Repository, revision: &str) -> String {
    if let Some((range_start, _)) = revision.split_once("..").filter(|(range_start, _)| !range_start.is_empty()) {
        return format!("a range is not a revision: give `{range_start}`");
    }
    if let Some(message) = no_commits_message(repository) {
        return message.to_owned();
    }
    let unknown = format!("unknown revision `{revision}`");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let is_name = revision.chars().all(is_plain) && !revision.starts_with('-');
    if is_name && revision.ends_with('/') {
        return format!(
            "`{revision}` names no branch: is the variable after `{revision}` empty? `GITHUB_BASE_REF` is set only for \
             pull requests"
        );
    }
    let is_shallow = repository.is_shallow();
    let is_ancestor = revision.contains(['~', '^']) && !revision.starts_with('-');
    if is_ancestor && is_shallow {
        return format!("{unknown}: this is a shallow clone; {DEEPEN}");
    }
    if !is_name {
        return format!("{unknown}: it is not in this clone");
    }
    if is_hash(revision) {
        return match (revision.bytes().all(|byte| byte == b'0'), is_shallow) {
            (true, _) => {
                format!(
                    "{unknown}: this hash stands for no commit; CI sets it when a branch is pushed for the first time"
                )
            }
            (false, true) => format!("{unknown}: this is a shallow clone without that commit; {DEEPEN}"),
            (false, false) => format!("{unknown}: this commit is not in the clone; check the hash, or run `git fetch`"),
        };
    }
    // A clone of one branch does not store another branch that is fetched by name only.
    let fetch = |remote: &str, branch: &str| format!("git fetch {remote} {branch}:refs/remotes/{remote}/{branch}");
    let remotes = repository.run(["remote"]).map(|output| trimmed_text(&output)).unwrap_or_default();
    let has_remote = |name: &str| remotes.lines().any(|remote| remote == name);
    let version_number = revision.strip_prefix('v').unwrap_or(revision);
    let is_version_tag =
        version_number.contains('.') && version_number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match revision.split_once('/') {
        Some((remote, branch)) if has_remote(remote) && is_shallow => {
            format!(
                "this is a shallow clone without `{revision}`: on GitHub, `fetch-depth: 0` (actions/checkout) is enough; elsewhere, \
                 run `git fetch --unshallow` (or set `GIT_DEPTH: 0` on GitLab), then `{}`",
                fetch(remote, branch)
            )
        }
        Some((remote, branch)) if has_remote(remote) => {
            format!("{unknown}: check the name, or run `{}`", fetch(remote, branch))
        }
        None if is_version_tag && has_remote("origin") => {
            format!("{unknown}: check the name, or run `git fetch origin tag {revision}`")
        }
        None if has_remote("origin") => {
            let fetch = fetch("origin", revision);
            format!("{unknown}: check the name; for a branch of `origin`, run `{fetch}` and give `origin/{revision}`")
        }
        _ => format!("{unknown}: check the name"),
    }
}

/// Whether a revision looks like a hash. A word such as “defaced” does not.
fn is_hash(revision: &str) -> bool {
    revision.len() >= MIN_HASH_LENGTH
        && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
        && revision.bytes().any(|byte| byte.is_ascii_digit())
}

/// The message that the current branch has no commits to compare with; `None` if it has some.
pub(super) fn no_commits_message(repository: &Repository) -> Option<&'static str> {
    if repository.run(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).is_ok() {
        return None;
    }
    match repository.run(["rev-list", "--all", "--max-count=1"]) {
        Ok(commits) if commits.is_empty() => Some("this repository has no commits yet"),
        Ok(_) => Some("this branch has no commits yet"),
        Err(_) => None,
    }
}
