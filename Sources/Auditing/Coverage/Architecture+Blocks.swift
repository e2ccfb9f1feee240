internal import Architectures
internal import Tensors

extension Architecture {
    /// The width of the blocks in which columns are looked at: that of a head, or the largest
    /// divisor of it that also divides the stream and the feed-forward part.
    var blockWidth: Int {
        [shape.width, shape.hiddenWidth].reduce(shape.headWidth) { width, columns in
            var (a, b) = (width, columns)
            while b > 0 { (a, b) = (b, a % b) }
            return a
        }
    }
}
