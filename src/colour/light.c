/* The light that values stand for, so that pixels can be put together as the eye does from afar. */
#include "colour/engine.h"

#include <math.h>

#define STEPS 256

/* Ascending from 0 to BM_LIGHT, whatever the profile says. */
static void put_curve(uint32_t out[STEPS], const double share[STEPS])
{
    int64_t before = -1;
    for (int v = 0; v < STEPS; v++) {
        const double s = share[v] > 0 ? (share[v] < 1 ? share[v] : 1) : 0;
        const int64_t most = (int64_t)BM_LIGHT - (STEPS - 1 - v);
        int64_t light = llround(s * BM_LIGHT);
        light = light > before ? light : before + 1;
        before = light < most ? light : most;
        out[v] = (uint32_t)before;
    }
    out[0] = 0;
    out[STEPS - 1] = BM_LIGHT;
}

/* The tone curve of each component. */
static bool of_curves(cmsHPROFILE profile, unsigned components, struct bm_light *light)
{
    static const cmsTagSignature tags[] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
    double share[STEPS];
    for (unsigned c = 0; c < components; c++) {
        const cmsToneCurve *curve =
            profile ? cmsReadTag(profile, components == 1 ? cmsSigGrayTRCTag : tags[c]) : NULL;
        if (!curve)
            return false;
        for (int v = 0; v < STEPS; v++)
            share[v] = (double)cmsEvalToneCurveFloat(curve, (float)v / (STEPS - 1));
        put_curve(light->of[c], share);
    }
    return true;
}

/* How much of the paper each ink covers, by what it takes of the light that it is there to take
 * (Murray and Davies): cyan of X, magenta and black of Y, yellow of Z. */
static bool of_inks(cmsHPROFILE profile, struct bm_light *light)
{
    for (int c = 0; c < 4; c++) {
        uint8_t pixels[STEPS][4] = {{0}};
        cmsCIEXYZ xyz[STEPS];
        double share[STEPS];
        for (int v = 0; v < STEPS; v++)
            pixels[v][c] = (uint8_t)v;
        if (!profile || !bm_cms_xyz(profile, TYPE_CMYK_8, pixels, xyz))
            return false;
        for (int v = 0; v < STEPS; v++)
            share[v] = c == 0 ? xyz[v].X : c == 2 ? xyz[v].Z : xyz[v].Y;
        const double paper = share[0], solid = share[STEPS - 1];
        if (paper <= solid)
            return false;
        for (int v = 0; v < STEPS; v++)
            share[v] = (paper - share[v]) / (paper - solid);
        put_curve(light->of[c], share);
    }
    return true;
}

static bool of_profile(struct bm_str icc, unsigned components, struct bm_light *light)
{
    cmsContext context = bm_cms_context();
    cmsHPROFILE profile =
        components == 4 ? bm_cms_open(context, icc) : bm_cms_source(context, components, icc);
    const bool good =
        components == 4 ? of_inks(profile, light) : of_curves(profile, components, light);
    bm_cms_close(profile);
    cmsDeleteContext(context);
    return good;
}

void bm_light_make(const struct bm_output_condition *output, const struct bm_image *image,
                   struct bm_light *light)
{
    const unsigned n = image->components;
    const struct bm_str none = n == 4 && output ? output->icc : (struct bm_str){0};
    if (image->icc.n && of_profile(image->icc, n, light))
        return;
    if ((n < 4 || none.n) && of_profile(none, n, light))
        return;
    for (int c = 0; c < 4; c++)
        for (uint32_t v = 0; v < STEPS; v++)
            light->of[c][v] = (uint32_t)((uint64_t)v * BM_LIGHT / (STEPS - 1));
}
