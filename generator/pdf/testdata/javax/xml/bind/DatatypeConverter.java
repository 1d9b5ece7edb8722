package javax.xml.bind;

import java.util.Calendar;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;

/** The two methods that Preflight and XmpBox call, by Java's own reader of XML Schema's types. */
public final class DatatypeConverter {
    private DatatypeConverter() {}

    public static int parseInt(String text) {
        return Integer.parseInt(text.trim());
    }

    public static Calendar parseDateTime(String text) {
        try {
            return DatatypeFactory.newInstance().newXMLGregorianCalendar(text.trim()).toGregorianCalendar();
        } catch (DatatypeConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
