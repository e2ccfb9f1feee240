/// The frame of every picture: a file that needs no other, with the common background and styles.
enum SVGDocument {
    /// - Parameters:
    ///   - styles: the styles of this picture alone.
    ///   - shapes: SVG elements, each with its end of line.
    static func text(width: Int, height: Int, styles: String, shapes: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
        width="\(width)" height="\(height)" font-family="ui-monospace, Menlo, monospace">
        <style>
        .ground { fill: #fbfaf7 } .panel { fill: #ffffff; stroke: #ddd8cc }
        .title { fill: #26221a; font-size: 15px } .note { fill: #6b6558; font-size: 11px }
        \(styles)
        </style>
        <rect class="ground" width="100%" height="100%"/>
        \(shapes)</svg>

        """
    }
}
