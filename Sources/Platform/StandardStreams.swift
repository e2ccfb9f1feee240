import Foundation

/// Results go to standard output, everything else to standard error.
public enum StandardStreams {
    public static func writeResult(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    public static func writeMessage(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
