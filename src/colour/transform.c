/* Transforms through Little CMS. Its errors are silent by default and show as NULL. Memory that it
 * does not get would be such an error too, and a profile do without: it gets it from here, where
 * the program ends (base/arena.h). */
#include "colour/engine.h"

#include <stdlib.h>

#define FULL  255
#define GAMMA 2.2
/* Intents above those of ICC.1 are Little CMS's own. */
#define KEEP_BLACK INTENT_PRESERVE_K_ONLY_RELATIVE_COLORIMETRIC
#define FLAGS      (cmsFLAGS_NOCACHE | cmsFLAGS_BLACKPOINTCOMPENSATION)
/* Bytes of one request; Little CMS's own limit. More is asked for by damaged profiles. */
#define REQUEST_MOST (512u << 20)

struct bm_transform {
    cmsContext context;
    cmsHTRANSFORM engine; /* NULL: the table, or values as they are */
    uint8_t components_in, components_out;
    bool gray; /* by the table */
    uint8_t black[FULL + 1];
    uint32_t ink; /* most of a pixel, 255 a full ink; 0: no limit */
};

struct bm_transform_key bm_transform_key(const struct bm_output_condition *output,
                                         const struct bm_image *image)
{
    struct bm_transform_key key = {image->components, image->neutral, image->icc};
    if (key.components == 4 && bm_str_eq(key.icc, output->icc))
        key.icc = (struct bm_str){0};
    return key;
}

bool bm_transform_same(struct bm_transform_key a, struct bm_transform_key b)
{
    return a.components == b.components && a.neutral == b.neutral && bm_str_eq(a.icc, b.icc);
}

static void *reallocate(cmsContext context, void *p, cmsUInt32Number size)
{
    (void)context;
    void *q = size && size <= REQUEST_MOST ? realloc(p, size) : NULL;
    if (!q && size && size <= REQUEST_MOST)
        bm_out_of_memory();
    return q;
}

static void *allocate(cmsContext context, cmsUInt32Number size)
{
    return reallocate(context, NULL, size);
}

static void release(cmsContext context, void *p)
{
    (void)context;
    free(p);
}

cmsContext bm_cms_context(void)
{
    cmsPluginMemHandler memory = {
        .base = {.Magic = cmsPluginMagicNumber,
                 .ExpectedVersion = LCMS_VERSION,
                 .Type = cmsPluginMemHandlerSig},
        .MallocPtr = allocate,
        .FreePtr = release,
        .ReallocPtr = reallocate,
    };
    cmsContext context = cmsCreateContext(&memory, NULL);
    if (!context)
        bm_out_of_memory();
    return context;
}

cmsHPROFILE bm_cms_open(cmsContext context, struct bm_str icc)
{
    return cmsOpenProfileFromMemTHR(context, icc.p, (cmsUInt32Number)icc.n);
}

cmsHPROFILE bm_cms_source(cmsContext context, unsigned components, struct bm_str icc)
{
    if (icc.n)
        return bm_cms_open(context, icc);
    if (components == 3)
        return cmsCreate_sRGBProfileTHR(context);
    cmsToneCurve *curve = cmsBuildGamma(context, GAMMA);
    cmsHPROFILE profile = cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve);
    cmsFreeToneCurve(curve);
    return profile;
}

static cmsHTRANSFORM make(cmsHPROFILE from, cmsUInt32Number format, cmsHPROFILE to,
                          cmsUInt32Number to_format, cmsUInt32Number intent, cmsUInt32Number flags)
{
    return from && to ? cmsCreateTransformTHR(cmsGetProfileContextID(from), from, format, to,
                                              to_format, intent, flags)
                      : NULL;
}

void bm_cms_close(cmsHPROFILE profile)
{
    if (profile)
        cmsCloseProfile(profile);
}

bool bm_cms_xyz(cmsHPROFILE profile, cmsUInt32Number format, const void *pixels,
                cmsCIEXYZ out[FULL + 1])
{
    cmsHPROFILE lab = cmsCreateLab4ProfileTHR(cmsGetProfileContextID(profile), NULL);
    cmsHTRANSFORM t = make(profile, format, lab, TYPE_Lab_DBL, INTENT_RELATIVE_COLORIMETRIC,
                           cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE);
    cmsCIELab colours[FULL + 1];
    if (t)
        cmsDoTransform(t, pixels, colours, FULL + 1);
    for (int v = 0; t && v <= FULL; v++)
        cmsLab2XYZ(cmsD50_XYZ(), &out[v], &colours[v]);
    if (t)
        cmsDeleteTransform(t);
    bm_cms_close(lab);
    return t != NULL;
}

/* Luminance (0 to 1, paper is 1) of 256 steps of one value: gray, neutral RGB, or K alone. */
static bool luminances(cmsHPROFILE profile, cmsUInt32Number format, unsigned components,
                       double out[FULL + 1])
{
    uint8_t pixels[(FULL + 1) * 4];
    cmsCIEXYZ xyz[FULL + 1];
    for (unsigned i = 0; i < (FULL + 1) * components; i++)
        pixels[i] = (uint8_t)(components < 4 || i % 4 == 3 ? i / components : 0);
    if (!bm_cms_xyz(profile, format, pixels, xyz))
        return false;
    for (int v = 0; v <= FULL; v++)
        out[v] = xyz[v].Y;
    return true;
}

/* How much K looks like each value: luminance from the source's black to its white is stretched
 * over that from solid K to paper, which is black-point compensation with K as the black. */
static bool make_table(struct bm_transform *transform, cmsHPROFILE source, cmsHPROFILE output)
{
    double from[FULL + 1], to[FULL + 1];
    bool rgb = transform->components_in == 3;
    if (!luminances(source, rgb ? TYPE_RGB_8 : TYPE_GRAY_8, rgb ? 3 : 1, from) ||
        !luminances(output, TYPE_CMYK_8, 4, to) || from[FULL] <= from[0])
        return false;
    for (int k = 1; k <= FULL; k++) /* a profile may wobble; the table must not */
        if (to[k] > to[k - 1])
            to[k] = to[k - 1];
    int k = FULL;
    for (int v = 0; v <= FULL; v++) {
        double want = to[FULL] + (from[v] - from[0]) / (from[FULL] - from[0]) * (to[0] - to[FULL]);
        while (k > 0 && to[k - 1] - want <= want - to[k])
            k--;
        transform->black[v] = (uint8_t)k;
    }
    return true;
}

static bool make_engine(struct bm_transform *transform, cmsHPROFILE source, cmsHPROFILE output)
{
    bool ink = transform->components_in == 4;
    transform->engine = make(source, ink ? TYPE_CMYK_8 : TYPE_RGB_8, output, TYPE_CMYK_8,
                             ink ? KEEP_BLACK : INTENT_RELATIVE_COLORIMETRIC, FLAGS);
    return transform->engine != NULL;
}

static struct bm_transform *new_transform(unsigned in, unsigned out)
{
    struct bm_transform *transform = calloc(1, sizeof *transform);
    if (!transform)
        bm_out_of_memory();
    *transform = (struct bm_transform){
        .context = bm_cms_context(), .components_in = (uint8_t)in, .components_out = (uint8_t)out};
    return transform;
}

struct bm_transform *bm_transform_to_output(const struct bm_output_condition *output,
                                            struct bm_transform_key key, uint32_t ink, bool *sound)
{
    bool gray = key.components == 1 || key.neutral;
    struct bm_transform *transform = new_transform(key.components, gray ? 1 : 4);
    *sound = true;
    transform->gray = gray;
    transform->ink = gray ? 0 : ink * FULL / 100;
    if (key.components == 4 && !key.icc.n)
        return transform;
    cmsHPROFILE source = bm_cms_source(transform->context, key.components, key.icc);
    cmsHPROFILE target = bm_cms_open(transform->context, output->icc);
    bool good =
        source && target &&
        (gray ? make_table(transform, source, target) : make_engine(transform, source, target));
    bm_cms_close(source);
    bm_cms_close(target);
    if (good)
        return transform;
    bm_transform_free(transform);
    if (!key.icc.n)
        return NULL;
    key.icc = (struct bm_str){0};
    transform = bm_transform_to_output(output, key, ink, sound);
    *sound = false;
    return transform;
}

/* How bright solid black is on the screen, paper being 1: #1a1a1a of sRGB. */
#define SCREEN_BLACK 0.0103
/* Y of the paper from which on no ink is taken for black. */
#define BLACK_MOST 0.9
/* Little CMS's pipelines hold XYZ divided by this. */
#define XYZ_UNIT (1 + 32767.0 / 32768)

/* An abstract profile that brings solid K to a neutral near-black and leaves the paper as it is:
 * black-point compensation, of each of X, Y and Z by itself, with K as the black. (The darkest of
 * all inks as the black, as Little CMS has it, makes a brown of K that no press prints.) NULL: the
 * profile has no such black. */
static cmsHPROFILE neutral_black(cmsContext context, cmsHPROFILE output)
{
    uint8_t pixels[(FULL + 1) * 4];
    cmsCIEXYZ xyz[FULL + 1];
    double scale[9] = {0}, offset[3];
    memset(pixels, 0, sizeof pixels);
    for (int i = 0; i <= FULL; i++)
        pixels[4 * i + 3] = FULL;
    if (!bm_cms_xyz(output, TYPE_CMYK_8, pixels, xyz) || xyz[0].Y > BLACK_MOST)
        return NULL;
    const cmsCIEXYZ *white = cmsD50_XYZ();
    const double paper[3] = {white->X, white->Y, white->Z};
    const double black[3] = {xyz[0].X, xyz[0].Y, xyz[0].Z};
    for (int i = 0; i < 3; i++) {
        const double room = paper[i] - black[i];
        scale[4 * i] = room > 0 ? paper[i] * (1 - SCREEN_BLACK) / room : 1;
        offset[i] = paper[i] * (1 - scale[4 * i]) / XYZ_UNIT;
    }
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(context);
    cmsPipeline *pipeline = cmsPipelineAlloc(context, 3, 3);
    cmsSetProfileVersion(profile, 4.3);
    cmsSetDeviceClass(profile, cmsSigAbstractClass);
    cmsSetColorSpace(profile, cmsSigXYZData);
    cmsSetPCS(profile, cmsSigXYZData);
    const bool made = cmsPipelineInsertStage(pipeline, cmsAT_BEGIN,
                                             cmsStageAllocMatrix(context, 3, 3, scale, offset)) &&
                      cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    if (made)
        return profile;
    bm_cms_close(profile);
    return NULL;
}

struct bm_transform *bm_transform_to_screen(const struct bm_output_condition *output, bool paper)
{
    struct bm_transform *transform = new_transform(4, 3);
    cmsContext context = transform->context;
    cmsHPROFILE from = bm_cms_open(context, output->icc);
    cmsHPROFILE to = cmsCreate_sRGBProfileTHR(context);
    cmsHPROFILE black = from && !paper ? neutral_black(context, from) : NULL;
    if (black)
        transform->engine = cmsCreateMultiprofileTransformTHR(
            context, (cmsHPROFILE[]){from, black, to}, 3, TYPE_CMYK_8, TYPE_RGB_8,
            INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
    else
        transform->engine =
            make(from, TYPE_CMYK_8, to, TYPE_RGB_8,
                 paper ? INTENT_ABSOLUTE_COLORIMETRIC : INTENT_RELATIVE_COLORIMETRIC,
                 paper ? cmsFLAGS_NOCACHE : FLAGS);
    bm_cms_close(from);
    bm_cms_close(black);
    bm_cms_close(to);
    if (transform->engine)
        return transform;
    bm_transform_free(transform);
    return NULL;
}

struct bm_transform *bm_transform_to_web(const struct bm_output_condition *output,
                                         const struct bm_image *image)
{
    static const cmsUInt32Number formats[] = {
        [1] = TYPE_GRAY_8, [3] = TYPE_RGB_8, [4] = TYPE_CMYK_8};
    const bool ink = image->components == 4;
    if (!image->icc.n && (!ink || !output))
        return NULL;
    struct bm_transform *transform = new_transform(image->components, 3);
    cmsContext context = transform->context;
    cmsHPROFILE from = bm_cms_open(context, image->icc.n ? image->icc : output->icc);
    cmsHPROFILE to = cmsCreate_sRGBProfileTHR(context);
    transform->engine =
        make(from, formats[image->components], to, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, FLAGS);
    bm_cms_close(from);
    bm_cms_close(to);
    if (transform->engine)
        return transform;
    bm_transform_free(transform);
    return NULL;
}

unsigned bm_transform_components(const struct bm_transform *transform)
{
    return transform->components_out;
}

bool bm_transform_keeps(const struct bm_transform *transform)
{
    return !transform->engine && !transform->gray;
}

void bm_ink_limit(uint8_t *pixels, size_t n, uint32_t ink)
{
    uint8_t *p = pixels;
    for (size_t i = 0; i < n; i++, p += 4) {
        uint32_t colours = (uint32_t)p[0] + p[1] + p[2];
        if (colours + p[3] <= ink)
            continue;
        uint32_t room = ink - p[3];
        for (int c = 0; c < 3; c++)
            p[c] = (uint8_t)(p[c] * room / colours);
    }
}

void bm_transform_row(const struct bm_transform *transform, const uint8_t *in, uint8_t *out,
                      size_t n)
{
    size_t step = transform->components_in;
    if (transform->gray) {
        for (size_t i = 0; i < n; i++)
            out[i] = transform->black[in[i * step]];
        return;
    }
    if (transform->engine)
        cmsDoTransform(transform->engine, in, out, (cmsUInt32Number)n);
    else
        memcpy(out, in, 4 * n);
    if (transform->ink)
        bm_ink_limit(out, n, transform->ink);
}

void bm_transform_free(struct bm_transform *transform)
{
    if (!transform)
        return;
    if (transform->engine)
        cmsDeleteTransform(transform->engine);
    cmsDeleteContext(transform->context);
    free(transform);
}
