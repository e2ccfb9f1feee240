import Foundation

/// The terminals behind standard output and standard error, where there are any.
public enum Terminal {
    /// A stream of this process that people may look at.
    public enum Stream: Int32, Sendable {
        case output = 1
        case error = 2
    }

    public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Whether the stream is a terminal that moves its cursor and takes colours.
    public static func takesControl(_ stream: Stream) -> Bool {
        isTerminal(stream) && !["", "dumb"].contains(Machine.environment("TERM") ?? "")
    }

    /// Whether to write in colour: on a terminal that takes it, unless `NO_COLOR` says otherwise.
    public static func takesColour(_ stream: Stream) -> Bool {
        takesControl(stream) && (Machine.environment("NO_COLOR") ?? "").isEmpty
    }

    /// How many columns a line may have: `COLUMNS` before what the terminal says; nil where the
    /// stream is no terminal, since files have no width.
    public static func columns(_ stream: Stream) -> Int? {
        guard isTerminal(stream) else { return nil }
        if let text = Machine.environment("COLUMNS"), let columns = Int(text), columns > 0 {
            return columns
        }
        return ThisProcess.terminalColumns(stream.rawValue)
    }
}
