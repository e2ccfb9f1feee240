import Foundation

/// A shell script in the place of a Python, which plays the engines of `bench --peers`.
public enum PeerScript {
    /// Writes the script and says where it lies. It is started as `-B SCRIPT ENGINE REQUEST`.
    ///
    /// - Parameters:
    ///   - greeting: lines of shell, with `$engine` set.
    ///   - answer: lines of shell for each request, with `$engine`, `$round` and `$batch` set.
    public static func write(in folder: String, greeting: String, answer: String) throws -> String {
        let path = folder + "/python"
        let text = """
            #!/bin/sh
            engine=$3
            ready() {
                echo "{\\"engine\\":\\"$engine\\",\\"title\\":\\"$engine\\",\\"version\\":\\"1\\",\\
            \\"exact\\":$1,\\"computes\\":\\"nothing\\",\\"pads\\":\\"nothing\\"}"
            }
            # told PROOFS FURTHEST
            told() {
                echo "{\\"round\\":$round,\\"batch\\":$batch,\\"nanoseconds\\":1000000,\\
            \\"digest\\":\\"$(zeros)\\",\\"proofs\\":$1,\\"furthest\\":$2,\\"note\\":\\"\\"}"
            }
            zeros() { printf '%064d' 0; }
            \(greeting)
            while read -r line; do
                round=$(echo "$line" | sed 's/.*"round":\\([0-9]*\\).*/\\1/')
                batch=$(echo "$line" | sed 's/.*"batch":\\([0-9]*\\).*/\\1/')
                \(answer)
            done

            """
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}
