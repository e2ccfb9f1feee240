import Foundation

/// How much of a long test is run: a share that CI has time for or, where `GLYPHLAB_THOROUGH` is 1,
/// all of it.
public enum Thoroughness {
    public static let isThorough = ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] == "1"

    /// What a test says that is only run in full.
    public static let skipNote = "only run where GLYPHLAB_THOROUGH is 1"

    public static func count(_ all: Int, else share: Int) -> Int { isThorough ? all : share }
}
