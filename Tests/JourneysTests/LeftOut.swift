/// Lines of the documents that are not run, each with its reason.
///
/// `DocumentTests.leftOut` holds this list against a second one, so that it cannot grow unseen, and
/// against the documents, so that nothing stays in it.
enum LeftOut {
    static let commands: [(text: String, reason: String)] = [
        (
            "./lab package                       # a tarball for machines that have nothing",
            "links all libraries anew, for minutes; the tests of packages do it"
        )
    ]

    /// Steps of YAML blocks that are no commands.
    static let uses: [(text: String, reason: String)] = [
        ("actions/checkout@v4", "the test makes a fresh copy instead"),
        ("actions/cache@v4", "runs on GitHub only"),
        ("github/codeql-action/upload-sarif@v3", "runs on GitHub only"),
        ("actions/upload-artifact@v4", "runs on GitHub only"),
    ]
}
