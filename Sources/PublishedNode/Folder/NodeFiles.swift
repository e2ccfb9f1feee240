/// The place that a node's files lie in: a folder of the disk, or the memory.
package protocol NodeFiles: AnyObject, Sendable {
    /// The file's bytes; nil where there is no file.
    func read(_ file: NodeFile) throws(NodeFileError) -> [UInt8]?
    /// Gives the file new bytes at once: a reader finds the old ones or the new ones, whole.
    func replace(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError)
    /// Writes over the file where it lies: a reader may find a part of the new bytes.
    func overwrite(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFileError)
    /// Takes the file away; none is no error.
    func remove(_ file: NodeFile) throws(NodeFileError)
    /// The file's size; nil where none can be told.
    func byteCount(of file: NodeFile) -> Int?
    /// The mark of the file as it is: as long as it stays the same, so do the bytes. Nil where that
    /// cannot be promised.
    func mark(of file: NodeFile) -> NodeFileMark?
    /// Runs `body` while no other process of the laboratory does the same with these files. The
    /// published program asks nobody: a payment that it queues while a node writes its mempool may
    /// be lost.
    func alone<Value>(_ body: () throws(NodeFault) -> Value) throws(NodeFault) -> Value
}
