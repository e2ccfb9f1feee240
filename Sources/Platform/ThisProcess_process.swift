internal import CProcess
import Foundation

/// The arguments of this process and its limits, read without `/proc`, which not every container
/// has.
public enum ThisProcess {
    /// The arguments as bytes, the program's name first.
    public static var argumentBytes: [[UInt8]] {
        (0..<glyphlab_argument_count()).compactMap { index in
            guard let argument = unsafe glyphlab_argument(index) else { return nil }
            return unsafe UnsafeRawBufferPointer(start: argument, count: strlen(argument))
                .map { $0 }
        }
    }

    /// The arguments behind the program's name. **Precondition:** they are UTF-8, else repaired.
    public static var arguments: [String] {
        argumentBytes.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The path by which the program was started; nil where the system does not tell.
    static var startedName: String? {
        if let name = unsafe glyphlab_program_name() { return unsafe String(cString: name) }
        return argumentBytes.first.map { String(decoding: $0, as: UTF8.self) }
    }

    /// How many processors the scheduler lets this process use; nil where the system does not say.
    static var allowedProcessorCount: Int? {
        let count = Int(glyphlab_processor_count())
        return count > 0 ? count : nil
    }

    static func releaseUnusedMemory() { glyphlab_release_memory() }

    static func terminalColumns(_ descriptor: Int32) -> Int? {
        let count = Int(glyphlab_terminal_columns(descriptor))
        return count > 0 ? count : nil
    }
}
