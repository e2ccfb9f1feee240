/// Lines of the documents that are not run, each with its reason.
///
/// `DocumentTests.leftOut` holds this list against a second one, so that it cannot grow unseen, and
/// against the documents, so that nothing stays in it.
enum LeftOut {
    static let commands: [(text: String, reason: String)] = [
        (
            "./lab install --prefix ~/.local     "
                + "# program, goldens, models, attacks, completions, manual pages",
            "builds for real, and writes into the home folder"
        ),
        (
            "./lab package --out dist            # a tarball for x86-64 machines that have nothing",
            "builds for real; Tests/Scripts/try_package tries the tarball on bare machines"
        ),
        ("tar -xf dist/glyphlab-*.tar.gz", "needs the tarball; try_package does it"),
        ("glyphlab-*/bin/glyphlab reproduce", "needs the tarball; try_package does it"),
    ]

    /// Steps of YAML blocks that are no commands.
    static let uses: [(text: String, reason: String)] = [
        ("actions/checkout@v4", "the test makes a fresh copy instead"),
        ("actions/cache@v4", "runs on GitHub only"),
        ("github/codeql-action/upload-sarif@v3", "runs on GitHub only"),
        ("actions/upload-artifact@v4", "runs on GitHub only"),
    ]
}
