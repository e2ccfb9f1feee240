/// The laboratory's end of a conversation with a script that runs.
package protocol ScriptChannel: AnyObject {
    /// Sends a line, its line feed apart; it may wait until the next line is asked for.
    ///
    /// **Throws:** the script's ending where it takes no more.
    func send(_ line: [UInt8]) throws(ScriptEnding)
    /// The script's next line, its line feed apart.
    ///
    /// **Throws:** the script's ending where there is none.
    func line() throws(ScriptEnding) -> [UInt8]
}

extension ScriptEnding: Error {}
