<?php
/**
 * Import a file into an installed Moodle and answer every question as students would, through its question engine.
 *
 *   php installed_moodle.php MOODLE FILE FORMAT TRUTH.json
 *
 * MOODLE: the folder of an installation, 4.1 or later. FORMAT: xml, gift or imscc. TRUTH.json: the questions that the
 * file should ask, from `test_installed_moodle.py`, which runs this. Prints one JSON object: what was imported, what
 * Moodle said, and for each question what the key, wrong answers and a blank earned. The right answer is worked out
 * from the truth by the words that Moodle shows, never from Moodle's key.
 */
define('CLI_SCRIPT', true);
[$self, $moodle, $file, $format] = $argv;
$truths = json_decode(file_get_contents($argv[4]), true);
require($moodle . '/config.php');
global $CFG, $DB, $USER, $PAGE, $OUTPUT;
foreach (['/question/editlib.php', '/question/engine/lib.php', '/question/format.php', '/course/lib.php',
          '/backup/util/includes/restore_includes.php'] as $lib) {
    require_once($CFG->dirroot . $lib);
}
$CFG->debug = E_ALL; $CFG->debugdisplay = 1; $CFG->debugdeveloper = true;
$warnings = [];
set_error_handler(function ($no, $text, $path, $at) use (&$warnings) {
    $warnings[] = "$text (" . basename($path) . ":$at)";
    return true;
}, E_ALL);
\core\session\manager::set_user(get_admin());
$PAGE->set_context(context_system::instance());
$PAGE->set_url('/');

function plain($html) {
    $text = preg_replace('~<(br|/p|/li|/div|/td|/th|/h\d|/blockquote)\b[^>]*>~i', ' ', $html);
    $text = html_entity_decode(strip_tags($text), ENT_QUOTES | ENT_HTML5, 'UTF-8');
    return trim(preg_replace('/[\s\x{a0}]+/u', ' ', $text));
}
function same($a, $b) { return plain2($a) === plain2($b); }
function plain2($text) { return trim(preg_replace('/[\s\x{a0}]+/u', ' ', $text)); }
function squeezed($text) { return preg_replace('/[\s\x{a0}]+/u', '', $text); }
function lettered($text) { return preg_replace('/[^\p{L}\p{N}]+/u', '', $text); }

$course = create_course((object)['fullname' => 'Lab ' . uniqid(), 'shortname' => uniqid('lab'), 'category' => 1]);
$result = ['file' => $file, 'format' => $format, 'moodle' => $CFG->release];
ob_start();
$ids = [];
if ($format === 'imscc') {
    $dir = 'lab' . uniqid();
    $path = make_backup_temp_directory($dir);
    chdir($CFG->dirroot . '/backup');  // Its pages run there, and the converter reads its templates from there.
    get_file_packer('application/zip')->extract_to_pathname($file, $path);
    $rc = new restore_controller($dir, $course->id, backup::INTERACTIVE_NO, backup::MODE_GENERAL, $USER->id,
        backup::TARGET_NEW_COURSE);
    $result['status'] = $rc->get_status();
    try {
        if ($rc->get_status() == backup::STATUS_REQUIRE_CONV) {
            $rc->convert();
        }
        $result['precheck'] = $rc->execute_precheck() ? 'ok' : $rc->get_precheck_results();
        $rc->execute_plan();
        $rc->destroy();
    } catch (Throwable $e) {
        $result['exception'] = get_class($e) . ': ' . $e->getMessage() . ' ' . basename($e->getFile()) . ':' . $e->getLine()
            . ' ' . ($e->debuginfo ?? '');
    }
    $where = array_merge([context_course::instance($course->id)->id],
        array_map(fn($cm) => context_module::instance($cm->id)->id, $DB->get_records('course_modules', ['course' => $course->id])));
    $modules = [];
    foreach (get_fast_modinfo($course->id)->get_cms() as $cm) {
        $modules[] = $cm->modname . ': ' . $cm->name;
    }
    $result['modules'] = $modules;
    $contexts = $where;
} else {
    $modulebank = false;
    $contexts = [context_course::instance($course->id)->id];
    $category = question_make_default_categories([context_course::instance($course->id)]);
    require_once($CFG->dirroot . "/question/format/$format/format.php");
    $class = "qformat_$format";
    $q = new $class();
    $q->setCategory($category);
    $q->setContexts([context_course::instance($course->id)]);
    $q->setCourse($course);
    $q->setFilename($file);
    $q->setRealfilename(basename($file));
    $q->setMatchgrades('error');
    $q->setCatfromfile(1);
    $q->setContextfromfile(1);
    $q->setStoponerror(1);
    try {
        $result['imported'] = $q->importpreprocess() && $q->importprocess() && $q->importpostprocess();
    } catch (Throwable $e) {
        $result['exception'] = get_class($e) . ': ' . $e->getMessage() . ' ' . basename($e->getFile()) . ':' . $e->getLine()
            . ' ' . ($e->debuginfo ?? '');
    }
}
$said = plain(ob_get_clean());
[$in, $params] = $DB->get_in_or_equal($contexts);
$rows = $DB->get_records_sql("SELECT q.id, q.name, q.qtype, q.defaultmark, e.idnumber, c.name AS category
    FROM {question} q JOIN {question_versions} v ON v.questionid = q.id
    JOIN {question_bank_entries} e ON e.id = v.questionbankentryid
    JOIN {question_categories} c ON c.id = e.questioncategoryid
    WHERE c.contextid $in AND q.parent = 0 ORDER BY q.id", $params);
$result['count'] = count($rows);
$result['expected'] = count($truths);
$result['types'] = array_count_values(array_map(fn($r) => $r->qtype, $rows));
$result['categories'] = array_values(array_unique(array_map(fn($r) => $r->category, $rows)));
$result['categoryids'] = $DB->get_records_sql_menu("SELECT id, idnumber FROM {question_categories} WHERE contextid $in AND idnumber IS NOT NULL", $params);
preg_match_all('/(error|warning|notice|invalid|could not|missing|unsupported)[^.]{0,160}/i', $said, $found);
$result['said'] = array_slice(array_unique($found[0]), 0, 12);
if (!empty($result['exception']) || ($format !== 'imscc' && empty($result['imported']))) {
    $result['output'] = substr($said, 0, 600);
}
$result['importwarnings'] = array_count_values($warnings);

/** What is answered: [response of the key, [names => wrong responses], problems]. */
function answers($question, $qa, $truth) {
    $bad = []; $wrong = [];
    $say = function ($text) use (&$bad) { $bad[] = $text; };
    switch ($question->get_type_name()) {
        case 'truefalse':
            $right = null;
            foreach ($truth['choices'] as $c) { if ($c['correct']) { $right = strtolower(trim($c['text'], ' .')) === 'true' ? '1' : '0'; } }
            return [['answer' => $right], ['other' => ['answer' => $right === '1' ? '0' : '1']], $bad];
        case 'multichoice':
            $order = $question->get_order($qa); $texts = [];
            foreach ($order as $at => $id) { $texts[$at] = plain($question->answers[$id]->answer); }
            if (count($texts) !== count($truth['choices'])) { $say('choices: ' . count($texts) . ' of ' . count($truth['choices'])); }
            $isright = [];
            foreach ($texts as $at => $text) {
                $hits = array_values(array_filter($truth['choices'], fn($c) => squeezed($c['text']) === squeezed($text)));
                if (!$hits) { $say("choice shown that nobody wrote: $text"); }
                $isright[$at] = $hits && $hits[0]['correct'];
                $feedback = plain($question->answers[$order[$at]]->feedback);
                if ($hits && count($hits) === 1 && squeezed($feedback) !== squeezed($hits[0]['feedback'])) { $say("feedback of $text: $feedback"); }
            }
            $single = $question instanceof qtype_multichoice_single_question;
            $manyright = count(array_filter($truth['choices'], fn($c) => $c['correct'])) ;
            if ($single) {
                foreach ($isright as $at => $right) { if (!$right) { $wrong["choice $at"] = ['answer' => (string)$at]; } }
                return [['answer' => (string)array_search(true, $isright)], $wrong, $bad];
            }
            $key = $all = $none = $inverse = [];
            foreach ($isright as $at => $right) {
                $key["choice$at"] = $right ? '1' : '0'; $all["choice$at"] = '1'; $inverse["choice$at"] = $right ? '0' : '1';
            }
            return [$key, ['all' => $all, 'inverse' => $inverse], $bad];
        case 'match':
            $stems = $question->get_stem_order(); $choices = $question->get_choice_order(); $key = $turned = [];
            $shown = array_map(fn($id) => plain($question->choices[$id]), $choices);
            foreach ($truth['rights'] as $right) {
                if (!in_array(squeezed($right), array_map('squeezed', $shown), true)) { $say("right side not offered: $right; offered " . implode(' | ', $shown)); }
            }
            foreach ($stems as $at => $id) {
                $text = plain($question->stems[$id]);
                $pairs = array_values(array_filter($truth['pairs'], fn($p) => squeezed($p['left']) === squeezed($text)));
                if (!$pairs) { $say("left side that nobody wrote: $text"); continue; }
                foreach ($choices as $n => $cid) {
                    if (squeezed(plain($question->choices[$cid])) === squeezed($pairs[0]['right'])) { $key["sub$at"] = (string)$n; }
                }
                if (!isset($key["sub$at"])) { continue; }
                foreach ($choices as $n => $cid) { if ((string)$n !== $key["sub$at"]) { $turned["sub$at"] = (string)$n; } }
            }
            if (count($stems) !== count($truth['pairs'])) { $say('lefts: ' . count($stems) . ' of ' . count($truth['pairs'])); }
            return [$key, ['turned' => $turned], $bad];
        case 'ordering':
            $current = $question->currentresponse ?? []; $byword = [];
            foreach ($question->answers as $answer) { $byword[squeezed(plain($answer->answer))] = $answer; }
            $want = [];
            foreach ($truth['entries'] as $entry) {
                $answer = $byword[squeezed($entry['text'])] ?? null;
                if (!$answer) { $say("entry missing: {$entry['text']}"); continue; }
                $want[] = $answer->md5key;
            }
            $field = $question->get_response_fieldname();
            $turned = $want; $turned[] = array_shift($turned);
            return [[$field => implode(',', $want)], ['each one place on' => [$field => implode(',', $turned)]], $bad];
        case 'multianswer':
            $key = $other = []; $place = 0;
            foreach ($question->subquestions as $i => $sub) {
                $gap = $truth['gaps'][$place++] ?? null;
                if (!$gap) { $say("gap $i that nobody wrote"); continue; }
                if ($sub->get_type_name() === 'multichoice') {
                    $order = $sub->get_order($qa); $offered = [];
                    foreach ($order as $at => $id) { $offered[$at] = plain($sub->answers[$id]->answer); }
                    foreach ($gap['options'] as $option) { if (!in_array(squeezed($option), array_map('squeezed', $offered), true)) { $say("option not offered: $option; offered " . implode(' | ', $offered)); } }
                    foreach ($offered as $at => $text) {
                        $right = in_array(squeezed($text), array_map('squeezed', $gap['accepted']), true);
                        if ($right) { $key["sub{$i}_answer"] = (string)$at; } else { $other["sub{$i}_answer"] = (string)$at; }
                    }
                } else {
                    $key["sub{$i}_answer"] = $gap['accepted'][0];
                    $other["sub{$i}_answer"] = 'zzz';
                }
            }
            return [$key, ['other' => $other], $bad];
        case 'numerical':
            $v = $truth['number']['value']; $t = $truth['number']['tolerance'];
            $e = $t ? $t * 0.01 : 0.01 * max(1, abs($v));
            $key = ['answer' => (string)$v];
            $wrong = ['below' => ['answer' => (string)($v - $t - $e)], 'above' => ['answer' => (string)($v + $t + $e)], 'word' => ['answer' => 'x']];
            return [$key, $wrong, $bad];
        case 'shortanswer':
            return [['answer' => $truth['accepted'][0]], ['other' => ['answer' => 'zzz'], 'star' => ['answer' => $truth['accepted'][0] . ' and more']], $bad];
        case 'essay':
            return [['answer' => 'An answer in some words, long enough to be one.', 'answerformat' => FORMAT_HTML], [], $bad];
    }
    return [[], [], ['no way to answer a ' . $question->get_type_name()]];
}

function more_rights($question, $truth) {
    $more = [];
    if ($question->get_type_name() === 'shortanswer') {
        foreach ($truth['accepted'] as $form) { $more["form $form"] = ['answer' => $form]; $more['upper ' . $form] = ['answer' => mb_strtoupper($form)]; }
    }
    if ($question->get_type_name() === 'numerical') {
        $v = $truth['number']['value']; $t = $truth['number']['tolerance'];
        $more['least'] = ['answer' => (string)($v - $t)]; $more['greatest'] = ['answer' => (string)($v + $t)];
        if (floor($v) != $v) { $more['comma'] = ['answer' => str_replace('.', ',', (string)$v)]; }
        if ($truth['number']['unit']) { $more['unit'] = ['answer' => $v . ' ' . $truth['number']['unit']]; }
    }
    if ($question->get_type_name() === 'multianswer') {
        $n = 0;
        foreach ($question->subquestions as $i => $sub) {
            $gap = $truth['gaps'][$n++] ?? null;
            if ($gap && $sub->get_type_name() === 'shortanswer' && count($question->subquestions) === 1) {
                foreach ($gap['accepted'] as $form) { $more["form $form"] = ["sub{$i}_answer" => $form]; }
            }
        }
    }
    return $more;
}

function attempt($id, $make) {
    global $CFG;
    $quba = question_engine::make_questions_usage_by_activity('core_question_preview', context_system::instance());
    $quba->set_preferred_behaviour('deferredfeedback');
    $slot = $quba->add_question(question_bank::load_question($id));
    $quba->start_all_questions();
    $qa = $quba->get_question_attempt($slot);
    $response = $make($quba->get_question($slot), $qa);
    if ($response) { $quba->process_action($slot, $response); }
    $quba->finish_all_questions();
    return [$quba, $slot, $qa];
}

$truthof = [];
foreach ($truths as $truth) { $truthof[$truth['id']] = $truth; $truthof['name:' . plain2($truth['name'])][] = $truth; }
$result['questions'] = [];
foreach ($rows as $row) {
    $truth = $truthof[$row->idnumber] ?? null;
    if (!$truth) { $named = $truthof['name:' . plain2(html_entity_decode($row->name, ENT_QUOTES | ENT_HTML5))] ?? []; $truth = count($named) >= 1 ? $named[0] : null;
        if (count($named) > 1) {
            $stem = squeezed(plain($DB->get_field('question', 'questiontext', ['id' => $row->id])));
            foreach ($named as $each) { if (str_contains($stem, squeezed($each['prompt']))) { $truth = $each; } }
        } }
    $one = ['name' => $row->name, 'type' => $row->qtype, 'mark' => (float)$row->defaultmark, 'idnumber' => $row->idnumber];
    $warnings = []; $faults = [];
    ob_start();
    try {
        if (!$truth) {
            $faults[] = 'no truth by this id or name';
        } else {
            if (isset($truth['points']) && abs($truth['points'] - $row->defaultmark) > 1e-6) { $one['points meant'] = $truth['points']; }
            $bad = []; $wrongs = [];
            [$quba, $slot, $qa] = attempt($row->id, function ($q, $qa) use ($truth, &$bad, &$wrongs) { [$key, $wrongs, $bad] = answers($q, $qa, $truth); return $key; });
            $faults = $bad;
            $one['key'] = $qa->get_fraction();
            $one['state'] = (string)$qa->get_state();
            if ($row->qtype === 'essay') {
                if ($one['state'] !== 'needsgrading') { $faults[] = 'essay does not wait for a marker'; }
            } else if (abs(($one['key'] ?? -1) - 1) > 1e-6) { $faults[] = 'key earns ' . var_export($one['key'], true); }
            $options = new question_display_options();
            $html = $quba->render_question($slot, $options, '1');
            $one['rightanswer'] = substr($qa->get_right_answer_summary() ?? '', 0, 200);
            $shown = squeezed(plain($html));
            $stem = squeezed(plain($quba->get_question($slot)->format_questiontext($qa)));
            if ($truth['kind'] !== 'cloze' && !str_contains(lettered($stem), lettered($truth['prompt']))) { $faults[] = 'prompt differs: ' . substr(plain($quba->get_question($slot)->format_questiontext($qa)), 0, 200); }
            if ($truth['solution'] && $truth['kind'] !== 'essay' && !str_contains(lettered(plain($html)), lettered($truth['solution']))) { $faults[] = 'solution not shown'; }
            if (preg_match('/&(amp;)?(lt|gt|amp|quot|#\d+);/', $bare = plain($html), $m)) { $one['reference shown'] = substr($bare, max(0, strpos($bare, $m[0]) - 40), 100); }
            foreach ($wrongs as $said => $wrong) {
                [, , $other] = attempt($row->id, function ($q, $qa) use ($truth, $said) { return answers($q, $qa, $truth)[1][$said] ?? []; });
                $one['wrong'][$said] = $other->get_fraction();
                if (abs($other->get_fraction() ?? 0) > 1e-6) { $faults[] = "wrong answer ($said) earns " . $other->get_fraction(); }
            }
            foreach (array_keys(more_rights(question_bank::load_question($row->id), $truth)) as $said) {
                [, , $other] = attempt($row->id, fn($q, $qa) => more_rights($q, $truth)[$said]);
                $one['right too'][$said] = $other->get_fraction();
                if (abs(($other->get_fraction() ?? 0) - 1) > 1e-6) { $faults[] = "right answer ($said) earns " . var_export($other->get_fraction(), true); }
            }
            [, , $blank] = attempt($row->id, fn($q, $qa) => []);
            $one['blank'] = [(string)$blank->get_state(), $blank->get_fraction()];
            if (abs($blank->get_fraction() ?? 0) > 1e-6) { $faults[] = 'blank earns ' . $blank->get_fraction(); }
            $one['hints'] = count(question_bank::load_question($row->id)->hints ?? []);
            if (in_array($format, ['xml']) && $one['hints'] !== $truth['hints'] && $row->qtype !== 'essay') { $faults[] = "hints: {$one['hints']} of {$truth['hints']}"; }
        }
    } catch (Throwable $e) {
        $faults[] = get_class($e) . ': ' . $e->getMessage() . ' ' . basename($e->getFile()) . ':' . $e->getLine();
    }
    $printed = plain(ob_get_clean());
    if ($printed !== '') { $one['printed'] = substr($printed, 0, 200); }
    if ($warnings) { $one['warnings'] = array_count_values($warnings); }
    $one['faults'] = $faults;
    $result['questions'][] = $one;
}
$missing = [];
$got = array_map(fn($q) => $q['name'], $result['questions']);
foreach ($truths as $truth) { if (!in_array(plain2($truth['name']), array_map(fn($n) => plain2(html_entity_decode($n, ENT_QUOTES | ENT_HTML5)), $got), true)) { $missing[] = $truth['name']; } }
$result['missing'] = $missing;
$result['faulty'] = count(array_filter($result['questions'], fn($q) => $q['faults']));
echo json_encode($result, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT | JSON_PARTIAL_OUTPUT_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
