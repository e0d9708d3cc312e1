// Judges files by veraPDF: Conformance 2a,ua1 FILE …. A line for each file and flavour, under it the rules that are broken, each
// with how often and the first place. Status 1 when a file breaks one.
import java.io.FileInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Conformance {
    static boolean judge(String file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            Map<String, Integer> times = new LinkedHashMap<>();
            Map<String, String> first = new LinkedHashMap<>();
            for (TestAssertion a : result.getTestAssertions()) {
                if (a.getStatus() != TestAssertion.Status.FAILED)
                    continue;
                String rule = a.getRuleId().getClause() + "-" + a.getRuleId().getTestNumber();
                times.merge(rule, 1, Integer::sum);
                first.putIfAbsent(rule, a.getMessage() + " @ " + a.getLocation().getContext());
            }
            System.out.println((result.isCompliant() ? "pass " : "FAIL ") + flavour.getId() + " " + result.getTotalAssertions() + " " + file);
            for (String rule : times.keySet())
                System.out.println("  " + rule + " x" + times.get(rule) + " " + first.get(rule).replace("\n", " "));
            return result.isCompliant();
        }
    }

    public static void main(String[] args) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (int i = 1; i < args.length; i++)
            for (String flavour : args[0].split(","))
                good &= judge(args[i], PDFAFlavour.fromString(flavour));
        System.exit(good ? 0 : 1);
    }
}
